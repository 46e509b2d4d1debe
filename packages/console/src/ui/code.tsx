import { type ReactNode, useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { formatNumber } from './format.ts';
import { paintJson } from './paint-json.tsx';
import { SCROLLABLE } from './scrollable.ts';
import { Parts } from './strange-text.tsx';
import { visibleParts } from './visible-text.ts';

export type CodeProps = {
  readonly text: string;
  readonly label: string;
  /** At the left of the head: language, or size. */
  readonly head?: ReactNode;
  readonly wrap?: boolean;
  readonly language?: 'json' | 'text';
};

/** What is shown at first, and with each wish for more. The browser lays more than this out too slowly. */
const CHUNK = 20_000;
/** A line longer than this is broken, so that no line is megabytes wide. */
const LINE = 2000;

/** Text in a fixed-width face: a program, a payload, an answer. Whatever is in it is shown as text. */
export function Code({ text, label, head, wrap = false, language = 'text' }: CodeProps) {
  const [limit, setLimit] = useState(CHUNK);
  const shown = useMemo(() => breakLines(text.slice(0, limit)), [text, limit]);
  const rest = text.length - Math.min(limit, text.length);
  return (
    <figure className="code" data-wrap={wrap || undefined}>
      <div className="code-head">
        <span>{head}</span>
        <CopyButton text={text} what={label} />
      </div>
      <section className="code-scroll" {...SCROLLABLE} aria-label={label}>
        <pre>
          <code dir="ltr">
            {language === 'json' ? paintJson(shown) : <Parts parts={visibleParts(shown)} />}
          </code>
        </pre>
        {rest > 0 && (
          <div className="row">
            <Button size="small" onClick={() => setLimit(limit + 5 * CHUNK)}>
              Show more
            </Button>
            <span className="small muted">{formatNumber(rest)} more characters</span>
          </div>
        )}
      </section>
    </figure>
  );
}

const breakLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.length <= LINE ? line : (line.match(/.{1,2000}/gsu) ?? []).join('\n')))
    .join('\n');

/** One line to copy: an id, a secret, an address. */
export function CopyLine({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="code code-inline-copy">
      <code>
        <Parts parts={visibleParts(text)} />
      </code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
