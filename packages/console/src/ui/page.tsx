import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';

export type PageProps = {
  readonly title: ReactNode;
  /** The browser's title, where `title` is more than text. */
  readonly name?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** The page above this one. */
  readonly back?: { readonly href: string; readonly name: string };
  readonly narrow?: boolean;
  readonly children: ReactNode;
};

/** What every page begins with. */
export function Page({ title, name, note, actions, back, narrow = false, children }: PageProps) {
  const said = name ?? (typeof title === 'string' ? title : undefined);
  useEffect(() => {
    if (said !== undefined) document.title = `${said} · Switchyard`;
  }, [said]);
  return (
    <div className="page" data-narrow={narrow || undefined}>
      <header className="page-head">
        <div>
          {back !== undefined && (
            <Link href={back.href} className="page-back">
              <ChevronLeft size={14} aria-hidden="true" />
              {back.name}
            </Link>
          )}
          <h1>{title}</h1>
          {note !== undefined && <p>{note}</p>}
        </div>
        {actions !== undefined && <div className="row">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
