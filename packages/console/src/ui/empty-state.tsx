import type { ReactNode } from 'react';

export type EmptyStateProps = {
  readonly icon: ReactNode;
  readonly title: string;
  /** What it means that nothing is here, and what to do next. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
};

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      <div className="muted">{children}</div>
      {action}
    </div>
  );
}
