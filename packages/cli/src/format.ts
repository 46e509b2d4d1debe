const SECOND_MS = 1_000;
const UNITS = [
  ['d', 86_400 * SECOND_MS],
  ['h', 3_600 * SECOND_MS],
  ['m', 60 * SECOND_MS],
  ['s', SECOND_MS],
] as const;

/** How long ago something was, in its largest unit: `3h`. */
export function formatAge(ms: number): string {
  const [unit, size] = UNITS.find(([, unitMs]) => ms >= unitMs) ?? ['s', SECOND_MS];
  return `${Math.max(0, Math.floor(ms / size))}${unit}`;
}

/** An ISO time to the second. */
export const formatTime = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');

export const plural = (noun: string): string => `${noun.replace(/(?<=[^aeiou])y$/, 'ie')}s`;

/** `1 key`, `2 keys`, `2 deliveries`. */
export const count = (amount: number, noun: string): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? noun : plural(noun)}`;

/** Columns as wide as their widest cell, two spaces apart, without trailing space. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** Labels in a column, what they stand for in the next; a row without value is left out. */
export function formatPairs(rows: readonly (readonly [label: string, value: string | undefined])[]): string {
  const present = rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
  const width = Math.max(0, ...present.map(([label]) => label.length));
  return present.map(([label, value]) => `${label.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

/** What a stranger wrote could otherwise steer the terminal: controls of C0 and C1, and of the writing direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from outside, safe to print; its lines and tabs stay. */
export const printable = (text: string): string => text.replaceAll('\r\n', '\n').replace(STEERING, '\ufffd');

/** The colours that this program writes itself. */
const COLOR = String.fromCharCode(0x1b) + String.raw`\[\d{1,2}m`;
const STEERING_BUT_COLOR = new RegExp(`(${COLOR})|${STEERING.source}`, 'g');

/** What a command prints, whatever it is made of: it may colour the terminal, and do nothing else to it. */
export const withoutSteering = (text: string): string =>
  text.replace(STEERING_BUT_COLOR, (_, color: string | undefined) => color ?? '\ufffd');

/** JSON that no terminal obeys, and that means the same: controls and what is not seen are escaped. */
export const safeJson = (value: object): string =>
  JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** The beginning of a text from outside, on one line. */
export function excerpt(text: string, maxCharacters: number): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= maxCharacters ? line : `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

export const formatBytes = (bytes: number): string =>
  bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KiB`;
