import type { ReactNode } from 'react';
import { Parts } from './strange-text.tsx';
import { visibleParts } from './visible-text.ts';

const TOKEN = /("(?:[^"\\]|\\.)*"?)(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON, or what begins like it, with keys, texts and the rest in colours of their own. */
export function paintJson(text: string): ReactNode {
  const painted: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, quoted, colon] = match;
    if (match.index > from) painted.push(plain(text.slice(from, match.index), from));
    const kind = quoted === undefined ? 'other' : colon === undefined ? 'text' : 'key';
    painted.push(
      <span key={`${match.index}t`} className={`syntax-${kind}`}>
        <Parts parts={visibleParts(quoted ?? token)} />
      </span>,
    );
    if (colon !== undefined) painted.push(colon);
    from = match.index + token.length;
  }
  if (from < text.length) painted.push(plain(text.slice(from), from));
  return painted;
}

const plain = (text: string, key: number): ReactNode => (
  <span key={key}>
    <Parts parts={visibleParts(text)} />
  </span>
);
