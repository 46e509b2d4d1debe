import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { drawRuns } from './draw-runs.ts';
import { plotOf } from './plot.ts';
import type { Row } from './row.ts';

const row = (what: string, unit: string, own: number, beside: number): Row => ({
  what,
  unit,
  own: [own],
  beside: { name: 'the floor', values: [beside] },
});
const draw = (...rows: Row[]): string =>
  plotOf([{ machine: '2 × CPU', sections: [{ title: 'Some & more', note: '', rows }] }]);

it('draws what is better than what it stands beside in another colour than what is worse', () => {
  const bars = draw(
    row('less time', 'ms', 1, 2),
    row('more time', 'ms', 2, 1),
    row('more a second', '/s', 2, 1),
  );
  expect([...bars.matchAll(/<rect class="(better|worse)"/g)].map(([, kind]) => kind)).toEqual([
    'better',
    'worse',
    'better',
  ]);
  expect(bars).toContain('>0.50×<');
});

it('draws half as much as far from the line as twice as much', () => {
  const widths = [
    ...draw(row('half', 'ms', 1, 2), row('twice', 'ms', 2, 1)).matchAll(/width="([\d.]+)" height="13"/g),
  ];
  expect(new Set(widths.map(([, width]) => width)).size).toBe(1);
});

it('leaves out what stands beside nothing, and says of what never came that it never did', () => {
  expect(draw({ what: 'alone', unit: 'ms', own: [1] })).not.toContain('alone');
  expect(draw(row('lost', 'ms', Number.POSITIVE_INFINITY, 1))).toContain('>never<');
});

it('is text that XML can have', () => {
  expect(draw(row('a < b', 'ms', 1, 2))).toMatch(/Some &amp; more(.|\n)*a &lt; b/);
});

it('that docs/performance.md shows is drawn from the runs beside it: pnpm bench --draw docs/performance', async () => {
  const drawn = await drawRuns('docs/performance');
  expect(await readFile('docs/performance/bench.svg', 'utf8')).toBe(drawn);
});
