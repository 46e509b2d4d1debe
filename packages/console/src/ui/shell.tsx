import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ThemeSwitch } from './theme-switch.tsx';

export type NavItem = {
  readonly href: string;
  readonly name: string;
  /** Another page that is reached from there, and has no line of its own. */
  readonly with?: string;
  readonly icon: ReactNode;
  /** Begins a group of that name. */
  readonly group?: string;
};

export type ShellProps = {
  readonly name: string;
  /** Whose it is: the tenant, or account, stack and region. */
  readonly owner: ReactNode;
  readonly nav: readonly NavItem[];
  /** Below the navigation: how long a link is good for. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
};

/** The frame around every page. */
export function Shell({ name, owner, nav, foot, children }: ShellProps) {
  const [location] = useLocation();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        To the content
      </a>
      <header className="shell-side">
        <div className="shell-brand">
          <span className="shell-mark">
            <Mark />
          </span>
          <div className="shell-name truncate">
            {name}
            <small className="truncate">{owner}</small>
          </div>
        </div>
        <nav aria-label="Pages">
          <ul className="nav">
            {nav.map(({ href, with: other, name: text, icon, group }) => (
              <li key={href}>
                {group !== undefined && <p className="nav-group">{group}</p>}
                <Link
                  href={href}
                  aria-current={isWithin(location, href) || location === other ? 'page' : undefined}
                >
                  {icon}
                  {text}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="shell-foot">
          <span>{foot}</span>
          <ThemeSwitch />
        </div>
      </header>
      <main className="shell-main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

const isWithin = (location: string, href: string): boolean =>
  location === href || (href !== '/' && location.startsWith(`${href}/`));

function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M4 7h6l4 10h6M4 17h4M16 7h4"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
