import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  readonly variant?: Variant;
  readonly size?: 'small' | 'normal';
  /** Stands before the text. */
  readonly icon?: ReactNode;
  /** What it began is under way: it shows so, and takes no second click. */
  readonly busy?: boolean;
};

export function Button({
  variant = 'secondary',
  size = 'normal',
  icon,
  busy = false,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className="button"
      data-variant={variant}
      data-size={size}
      // Not `disabled`, which would take the focus away from whoever pressed it.
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <span className="button-busy" aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & {
  /** Its name, also shown when it is pointed at. */
  readonly label: string;
  readonly children: ReactNode;
};

/** A button with nothing but an icon. */
export function IconButton({ label, children, variant = 'ghost', size = 'small', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        className="button"
        data-variant={variant}
        data-size={size}
        data-icon=""
        aria-label={label}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
