import { median, type Row, ratioOf, type Section } from './row.ts';

const HEADER = ['', 'ours', 'spread', 'beside', 'spread', 'ratio', 'beside what'] as const;

export function sectionText({ title, note, rows }: Section): string {
  if (rows.length === 0) return [title, note, ''].join('\n');
  const cells = [HEADER, ...rows.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === HEADER.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [title, note, '', ...lines, ''].join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, own, beside } = row;
  const ratio = ratioOf(row);
  return [
    what,
    `${number(median(own))} ${unit}`,
    spread(own),
    beside === undefined ? '' : `${number(median(beside.values))} ${unit}`,
    beside === undefined ? '' : spread(beside.values),
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    beside?.name ?? '',
  ];
}

const spread = (values: readonly number[]): string =>
  values.length < 2 ? '' : `${number(Math.min(...values))}–${number(Math.max(...values))}`;

const number = (value: number): string =>
  Number.isFinite(value) ? value.toFixed(Math.abs(value) < 10 ? 2 : 0) : 'never';
