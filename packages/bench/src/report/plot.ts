import { type Row, type Run, ratioOf } from './row.ts';

const [WIDTH, LABEL, RIGHT, LINE] = [900, 330, 70, 20];
const MARGIN = 16;
/** What is many times more or less is drawn no longer; its number says how much it is. */
const [LEAST, MOST] = [1 / 8, 8];

const STYLE = `
text { fill: #1f2328 } .quiet { fill: #59636e } .page { fill: #ffffff } .axis { stroke: #59636e }
.better { fill: #1a7f64 } .worse { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .quiet { fill: #9198a1 } .page { fill: #0d1117 } .axis { stroke: #9198a1 }
.better { fill: #3fb68b } .worse { fill: #e3853a } }`;

type Line = { readonly height: number; readonly draw: (y: number) => readonly string[] };

/**
 * A bar for each ratio, from the line at 1 to the right where ours is more than what it stands beside, and to the left
 * where it is less; twice as much is as far as half as much. It brings its own ground, for pages of either theme.
 */
export function plotOf(runs: readonly Run[]): string {
  const lines = runs.flatMap(({ machine, sections }) =>
    sections.flatMap(({ title, rows }) => {
      const names = [...new Set(rows.flatMap(({ beside }) => beside?.name ?? []))];
      const bars = rows.flatMap((row) => barOf(row, names.length > 1));
      return bars.length === 0 ? [] : [headingOf(title, machine, names), ...bars];
    }),
  );
  const height = lines.reduce((sum, line) => sum + line.height, 2 * MARGIN + LINE);
  const drawn: string[] = [];
  let y = MARGIN + LINE;
  for (const line of lines) {
    drawn.push(...line.draw(y));
    y += line.height;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12" role="img">`,
    '<title>Figures of Switchyard as multiples of what they stand beside</title>',
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    `<text class="quiet" x="${xOf(1)}" y="${MARGIN + 6}" text-anchor="middle">as much as what it stands beside</text>`,
    ...drawn,
    `<line class="axis" x1="${xOf(1)}" x2="${xOf(1)}" y1="${MARGIN + 12}" y2="${height - MARGIN}" stroke-dasharray="3 3"/>`,
    '</svg>',
    '',
  ].join('\n');
}

const headingOf = (title: string, machine: string, names: readonly string[]): Line => ({
  height: 3 * LINE,
  draw: (y) => [
    `<text x="${MARGIN}" y="${y + 26}" font-weight="600" font-size="14">${asText(title)}<tspan class="quiet" font-weight="400" font-size="11" dx="10">${asText(machine)}</tspan></text>`,
    `<text class="quiet" x="${MARGIN}" y="${y + 44}" font-size="11">${asText(`beside ${names.join(', ')}`)}</text>`,
  ],
});

/** @param isNamed in a section with several to stand beside */
function barOf(row: Row, isNamed: boolean): Line[] {
  const ratio = ratioOf(row);
  if (ratio === undefined) return [];
  const label = isNamed ? `${row.what}, beside ${row.beside?.name}` : row.what;
  const [from, to] = [xOf(Math.min(1, ratio)), xOf(Math.max(1, ratio))];
  return [
    {
      height: LINE,
      draw: (y) => [
        `<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${asText(label)}</text>`,
        `<rect class="${isBetter(row, ratio) ? 'better' : 'worse'}" x="${from}" y="${y + 4}" width="${Math.max(1, to - from).toFixed(1)}" height="${LINE - 7}"/>`,
        `<text x="${to + 6}" y="${y + 14}">${Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : 'never'}</text>`,
      ],
    },
  ];
}

/** Of what is counted by the second more is better, of all else less. */
const isBetter = ({ unit }: Row, ratio: number): boolean => (unit === '/s' ? ratio >= 1 : ratio <= 1);

function xOf(ratio: number): number {
  const share =
    (Math.log2(Math.min(MOST, Math.max(LEAST, ratio))) - Math.log2(LEAST)) /
    (Math.log2(MOST) - Math.log2(LEAST));
  return Math.round((LABEL + share * (WIDTH - LABEL - RIGHT)) * 10) / 10;
}

const asText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
