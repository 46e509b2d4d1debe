import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';

export type DialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** Buttons, the one that does it last. */
  readonly foot?: ReactNode;
  readonly wide?: boolean;
  /** Closes by its buttons alone: what it shows is shown once. */
  readonly firm?: boolean;
  readonly children?: ReactNode;
};

export function Dialog({
  open,
  onClose,
  title,
  note,
  foot,
  wide = false,
  firm = false,
  children,
}: DialogProps) {
  return (
    <BaseDialog.Root
      open={open}
      disablePointerDismissal={firm}
      onOpenChange={(next, { reason }) => {
        if (!next && !(firm && reason === 'escape-key')) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="backdrop" />
        <BaseDialog.Popup className="dialog" data-wide={wide || undefined}>
          <div className="dialog-head">
            <div>
              <BaseDialog.Title>{title}</BaseDialog.Title>
              {note !== undefined && <BaseDialog.Description>{note}</BaseDialog.Description>}
            </div>
            {!firm && (
              <IconButton label="Close" onClick={onClose}>
                <X size={16} aria-hidden="true" />
              </IconButton>
            )}
          </div>
          <div className="dialog-body">{children}</div>
          {foot !== undefined && <div className="dialog-foot">{foot}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
