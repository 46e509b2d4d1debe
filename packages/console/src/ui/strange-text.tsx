import { type TextPart, visibleParts } from './visible-text.ts';

export type StrangeTextProps = {
  readonly text: string;
  /** Characters that are shown; what is cut off is said. */
  readonly most?: number;
};

/** More would not be read, and a line of a megabyte would hold the browser up. */
const MOST = 2000;

/**
 * Text that a tenant or a stranger wrote, on one line: as text, with what is hidden in it made visible, and kept from
 * turning the text around it.
 */
export function StrangeText({ text, most = MOST }: StrangeTextProps) {
  const shown = text.length > most ? text.slice(0, most) : text;
  return (
    <bdi className="strange">
      <Parts parts={visibleParts(shown)} />
      {shown.length < text.length && (
        <span className="muted"> … {(text.length - shown.length).toLocaleString()} more characters</span>
      )}
    </bdi>
  );
}

export function Parts({ parts }: { readonly parts: readonly TextPart[] }) {
  return parts.map(({ kind, text }, index) =>
    kind === 'text' ? (
      text
    ) : (
      <span key={index} className="hidden-character">
        {text}
      </span>
    ),
  );
}
