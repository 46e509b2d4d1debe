import { ratioOf, type Section } from './row.ts';

const [WIDTH, LABEL, BAR, LINE] = [900, 330, 460, 22];

/** A bar for each ratio, with a line at 1: as long as what it stands beside. */
export function plotOf(sections: readonly Section[]): string {
  const bars = sections.flatMap(({ title, rows }) =>
    rows.flatMap((row) => {
      const ratio = ratioOf(row);
      return ratio === undefined || !Number.isFinite(ratio) ? [] : [{ name: `${title}: ${row.what}`, ratio }];
    }),
  );
  const most = Math.max(2, ...bars.map(({ ratio }) => ratio));
  const x = (ratio: number): number => LABEL + (ratio / most) * BAR;
  const height = (bars.length + 2) * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...bars.flatMap(({ name, ratio }, index) => {
      const y = (index + 1) * LINE;
      return [
        `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end">${asText(name)}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${(x(ratio) - LABEL).toFixed(1)}" height="${LINE - 6}" fill="${ratio > 1.5 ? '#d97706' : '#2563eb'}"/>`,
        `<text x="${(x(ratio) + 6).toFixed(1)}" y="${y + 12}">${ratio.toFixed(2)}×</text>`,
      ];
    }),
    `<line x1="${x(1)}" x2="${x(1)}" y1="8" y2="${height - 8}" stroke="#111" stroke-dasharray="4 3"/>`,
    '</svg>',
    '',
  ].join('\n');
}

const asText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
