// What Switchyard costs and how fast it is here, each figure beside another of the same run.
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { functionSection } from '../functions/function-rows.ts';
import { measureFunctions } from '../functions/measure-functions.ts';
import { measureGrowth } from '../load/measure-growth.ts';
import { measureNeighbour } from '../load/measure-neighbour.ts';
import { measureRates } from '../load/measure-rates.ts';
import { measureRecovery } from '../load/measure-recovery.ts';
import { plotOf } from '../report/plot.ts';
import { sectionText } from '../report/print-section.ts';
import type { Section } from '../report/row.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    out: { type: 'string', default: '.switchyard/bench' },
  },
});
const { quick } = values;

const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  functions: async () =>
    functionSection(
      await measureFunctions(
        quick ? { processes: 3, warmUp: 200, runs: 200 } : { processes: 7, warmUp: 1_000, runs: 1_000 },
      ),
    ),
  rates: () => (quick ? measureRates([20, 50], 5) : measureRates([20, 50, 100], 20)),
  recovery: () => measureRecovery(quick ? 200 : 2_000),
  growth: () =>
    measureGrowth(
      quick
        ? { stored: 2_000, held: 500, tenants: 100, requests: 50 }
        : { stored: 100_000, held: 10_000, tenants: 1_000, requests: 200 },
    ),
  neighbour: () => measureNeighbour(quick ? 6 : 30),
};

const wanted = values.only?.split(',') ?? Object.keys(SECTIONS);
const unknown = wanted.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0)
  throw new Error(`--only ${unknown.join(',')}: there are ${Object.keys(SECTIONS).join(', ')}.`);

const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} at the start, ${new Date().toISOString().slice(0, 10)}${quick ? ', quick' : ''}`;
console.log(`${machine}\n`);
const sections: Section[] = [];
for (const name of wanted) {
  const section = await SECTIONS[name]?.();
  if (section === undefined) continue;
  sections.push(section);
  console.log(sectionText(section));
}
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, 'bench.json'), `${JSON.stringify({ machine, sections }, undefined, 2)}\n`);
await writeFile(join(values.out, 'bench.svg'), plotOf(sections));
console.log(`Written: ${join(values.out, 'bench.json')} and ${join(values.out, 'bench.svg')}`);
