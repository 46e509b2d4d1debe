import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

export type Stat = {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: Tone;
};

/** A few numbers, large. */
export function Stats({ stats }: { readonly stats: readonly Stat[] }) {
  return (
    <dl className="card stats">
      {stats.map(({ name, value, note, tone }) => (
        <div key={name} className="stat">
          <dt>
            {tone !== undefined && <span className="dot" data-tone={tone} aria-hidden="true" />}
            {name}
          </dt>
          <dd>
            {value}
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
