// Prints what `pnpm dev` weighs and how fast it is, here. Beside other work only the CPU per event can be compared.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { measureLocal } from '../measure/measure-local.ts';
import type { TreeUsage } from '../measure/process-tree.ts';

const MAX_EVENTS = 20_000;
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2' },
    events: { type: 'string', default: '2000' },
    concurrency: { type: 'string', default: '20' },
  },
});
const [rounds, eventsPerRound, concurrency] = [values.rounds, values.events, values.concurrency].map(Number);
if (!rounds || !eventsPerRound || !concurrency || rounds * eventsPerRound > MAX_EVENTS)
  throw new Error(`--rounds, --events and --concurrency are numbers; at most ${MAX_EVENTS} events in all.`);

const memory = ({ pssMiB, processes }: TreeUsage): string =>
  `${pssMiB.toFixed(0)} MiB Pss in ${processes} processes`;

const measured = await measureLocal({ rounds, eventsPerRound, concurrency });
console.log(`at rest             ${memory(measured.atRest)}`);
for (const { events, acceptedPerSecond, deliveredPerSecond, cpuMsPerEvent, after } of measured.rounds) {
  console.log(
    `${`${events} events`.padEnd(20)}${acceptedPerSecond.toFixed(0)}/s accepted, ${deliveredPerSecond.toFixed(0)}/s accepted and delivered; ` +
      `${cpuMsPerEvent.toFixed(1)} ms of CPU each, room for ${((availableParallelism() * 1000) / cpuMsPerEvent).toFixed(0)}/s on ${availableParallelism()} cores; then ${memory(after)}`,
  );
}
