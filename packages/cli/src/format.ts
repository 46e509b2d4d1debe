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

/** `1 key`, `2 keys`. */
export const count = (amount: number, noun: string): string =>
  `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`;

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
