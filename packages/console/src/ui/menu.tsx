import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';

export type MenuAction = {
  readonly name: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
};

/** What else can be done with one thing. */
export function Menu({
  label,
  actions,
}: {
  readonly label: string;
  readonly actions: readonly MenuAction[];
}) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger className="button" data-variant="secondary" data-icon="" aria-label={label}>
        <Ellipsis size={16} aria-hidden="true" />
      </BaseMenu.Trigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="end" className="overlay-position">
          <BaseMenu.Popup className="menu">
            {actions.map(({ name, icon, danger = false, disabled = false, onSelect }) => (
              <BaseMenu.Item
                key={name}
                className="menu-item"
                data-danger={danger || undefined}
                disabled={disabled}
                onClick={onSelect}
              >
                {icon}
                {name}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
