// What Switchyard costs and how fast it is here, each figure beside another of the same run.
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDev } from '@switchyard/local/measure';
import { functionSection } from '../functions/function-rows.ts';
import { measureFunctions } from '../functions/measure-functions.ts';
import { measureGrowth } from '../load/measure-growth.ts';
import { measureNeighbour } from '../load/measure-neighbour.ts';
import { measureRates } from '../load/measure-rates.ts';
import { measureRecovery } from '../load/measure-recovery.ts';
import { shareDev } from '../load/share-dev.ts';
import { measurePeers } from '../peers/measure-peers.ts';
import { readPeer } from '../peers/peer-file.ts';
import { drawRuns } from '../report/draw-runs.ts';
import { plotOf } from '../report/plot.ts';
import { sectionText } from '../report/print-section.ts';
import type { Section } from '../report/row.ts';
import { ALL, measureUnits, QUICK } from '../units/measure-units.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    peer: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: '.switchyard/bench' },
    /** Measures nothing: a plot of the runs whose JSON is in this directory. */
    draw: { type: 'string' },
  },
});
const { quick, draw } = values;
if (draw !== undefined) {
  await writeFile(join(draw, 'bench.svg'), await drawRuns(draw));
  console.log(`Written: ${join(draw, 'bench.svg')}`);
  process.exit();
}
const peers = await Promise.all(values.peer.map(readPeer));

// Each part has a stack of its own, for which there is no time in a quick run.
const shared = quick ? shareDev() : undefined;
const start = shared?.start ?? startDev;

const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  functions: async () =>
    functionSection(
      await measureFunctions(
        quick ? { processes: 2, warmUp: 100, runs: 100 } : { processes: 5, warmUp: 500, runs: 500 },
      ),
    ),
  units: () => measureUnits(quick ? QUICK : ALL),
  rates: () =>
    measureRates(
      start,
      quick ? { rates: [50], seconds: 3, rounds: 1 } : { rates: [20, 50, 100], seconds: 10, rounds: 2 },
    ),
  recovery: () => measureRecovery(start, quick ? 200 : 2_000),
  growth: () =>
    measureGrowth(
      start,
      quick
        ? { stored: 1_000, held: 250, tenants: 50, requests: 30 }
        : { stored: 100_000, held: 10_000, tenants: 1_000, requests: 200 },
    ),
  peers: () =>
    measurePeers(
      start,
      peers,
      quick
        ? { rates: [20, 50], seconds: 3, rounds: 1, warmUpSeconds: 2, burst: 200 }
        : { rates: [20, 50, 100], seconds: 10, rounds: 2, warmUpSeconds: 3, burst: 2_000 },
    ),
  neighbour: () => measureNeighbour(start, quick ? 3 : 30),
};

const seconds = (): string => (performance.now() / 1_000).toFixed(0);

const wanted = values.only?.split(',') ?? Object.keys(SECTIONS);
const unknown = wanted.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0)
  throw new Error(`--only ${unknown.join(',')}: there are ${Object.keys(SECTIONS).join(', ')}.`);

const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} at the start, ${new Date().toISOString().slice(0, 10)}${quick ? ', quick' : ''}`;
console.log(`${machine}\n`);
const sections: Section[] = [];
try {
  for (const name of wanted) {
    const section = await SECTIONS[name]?.();
    if (section === undefined) continue;
    sections.push(section);
    console.log(`${sectionText(section)}${seconds()} s since the start.\n`);
  }
} finally {
  await shared?.stop();
}
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, 'bench.json'), `${JSON.stringify({ machine, sections }, undefined, 2)}\n`);
await writeFile(join(values.out, 'bench.svg'), plotOf([{ machine, sections }]));
console.log(
  `${Math.round(performance.now() / 1_000)} s. Written: ${join(values.out, 'bench.json')} and ${join(values.out, 'bench.svg')}`,
);
