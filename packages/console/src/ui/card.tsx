import type { ReactNode } from 'react';

export type CardProps = {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  /** Without space around the content: for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

export function Card({ title, note, actions, flush = false, children }: CardProps) {
  const hasHead = title !== undefined || actions !== undefined;
  return (
    <section className="card">
      {hasHead && (
        <div className="card-head">
          <div>
            {title !== undefined && <h2>{title}</h2>}
            {note !== undefined && <p>{note}</p>}
          </div>
          {actions !== undefined && <div className="row">{actions}</div>}
        </div>
      )}
      {flush ? children : <div className="card-body">{children}</div>}
    </section>
  );
}
