/** The texts between the asterisks of a wildcard: `a*b` is a and b. */
export type Wildcard = readonly string[];

/**
 * Reads a wildcard: `*` stands for any characters, `\*` and `\\` for themselves.
 *
 * @returns what is wrong with it, where it cannot be read
 */
export function parseWildcard(text: string): Wildcard | { readonly wrong: string } {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '*') {
      if (text.charAt(at + 1) === '*') return { wrong: `has two asterisks in a row at ${at}` };
      parts.push('');
    } else if (character === '\\') {
      at += 1;
      const escaped = text.charAt(at);
      if (escaped !== '*' && escaped !== '\\') {
        return { wrong: `has a backslash at ${at - 1} that is before neither "*" nor another backslash` };
      }
      parts.push(`${parts.pop()}${escaped}`);
    } else {
      parts.push(`${parts.pop()}${character}`);
    }
  }
  return parts;
}

/** Each part is taken where it is found first, so there is no going back however many there are. */
export function matchesWildcard(wildcard: Wildcard, value: string): boolean {
  const [first = '', ...rest] = wildcard;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}
