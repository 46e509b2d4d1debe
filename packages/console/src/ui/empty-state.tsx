import type { ReactNode } from 'react';

export type EmptyStateProps = {
  readonly icon: ReactNode;
  readonly title: string;
  /** It is all that the page has: its title is the page's. */
  readonly isPage?: boolean;
  /** What it means that nothing is here, and what to do next. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
};

export function EmptyState({ icon, title, isPage = false, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
      {isPage ? <h1 className="empty-title">{title}</h1> : <h2>{title}</h2>}
      <div className="muted">{children}</div>
      {action}
    </div>
  );
}
