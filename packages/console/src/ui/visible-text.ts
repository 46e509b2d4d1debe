export type TextPart = { readonly kind: 'text' | 'hidden'; readonly text: string };

/**
 * Characters that are not seen, or that change how what follows is read: control characters other than tab and line
 * feed, those that turn the direction of writing or have no width, lone surrogates, fillers, and what chooses a variant
 * of the character before it. What joins emoji is left alone.
 */
const HIDDEN =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}]|(?!(?<=\p{Extended_Pictographic}|\u{fe0f})\u{200d}(?=\p{Extended_Pictographic}))\p{Cf}|(?<!\p{Extended_Pictographic})\p{Variation_Selector}/gu;

/** A stranger's text in parts, with what would not be seen as its code, such as `U+202E`. */
export function visibleParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    if (index > from) parts.push({ kind: 'text', text: text.slice(from, index) });
    parts.push({ kind: 'hidden', text: nameOf(character) });
    from = index + character.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
