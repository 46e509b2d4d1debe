// What one tenant's endpoint that never answers does to another tenant, on local stacks of their own, here.
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { EVENTS_PER_SECOND, type MeasuredPhase, type Phase, runNeighbour } from '../load/run-neighbour.ts';

/** With these none can act: no attempt takes so long, a batch has no more deliveries, no such streak comes about. */
const PROTECTION_OFF = { SLOW_AFTER_MS: '50000', ENDPOINT_CONCURRENCY: '10', BREAKER_FAILURES: '10000' };

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const [quiet, answering, first, known, off] = values.quick ? [6, 5, 12, 8, 12] : [30, 15, 60, 30, 45];

/** What was accepted and has not arrived so long after the last phase counts as lost. */
const waitMs = values.quick ? 10_000 : 30_000;

const PROTECTED: readonly Phase[] = [
  { name: 'alone', seconds: quiet, neighbour: 'none' },
  { name: 'beside one that answers', seconds: answering, neighbour: 'answers' },
  { name: `it hangs: first ${first} s`, seconds: first, neighbour: 'hangs' },
  { name: 'known to hang', seconds: known, neighbour: 'hangs' },
];
const UNPROTECTED: readonly Phase[] = [
  { name: 'alone', seconds: quiet, neighbour: 'none' },
  { name: `it hangs: first ${off} s`, seconds: off, neighbour: 'hangs' },
];

const ms = (value: number): string => (Number.isFinite(value) ? value.toFixed(0) : 'never');
const times = (value: number, quietValue: number): string => `${(value / quietValue).toFixed(1)}×`;

function print(title: string, phases: readonly MeasuredPhase[]): number {
  const [alone] = phases;
  const header = [
    'accept p50',
    'p99',
    'deliver p50',
    'p99',
    'p50 ×',
    'p99 ×',
    'sent',
    'accepted',
    'lost',
    'other’s',
  ];
  const row = (name: string, cells: readonly string[]) =>
    console.log(
      `  ${name.padEnd(26)}${cells.map((cell, index) => cell.padStart(Math.max(7, (header[index] ?? '').length) + 2)).join('')}`,
    );
  console.log(`\n${title}`);
  row('', header);
  for (const phase of phases) {
    const { name, acceptMs, deliverMs, sent, accepted, delivered, neighbourAccepted, neighbourSent } = phase;
    row(name, [
      ...[acceptMs.p50, acceptMs.p99, deliverMs.p50, deliverMs.p99].map(ms),
      times(deliverMs.p50, alone?.deliverMs.p50 ?? 0),
      times(deliverMs.p99, alone?.deliverMs.p99 ?? 0),
      ...[sent, accepted, accepted - delivered].map(String),
      `${neighbourAccepted}/${neighbourSent}`,
    ]);
  }
  return phases.reduce((lost, { accepted, delivered }) => lost + accepted - delivered, 0);
}

console.log(
  `${EVENTS_PER_SECOND} events/s of one tenant beside ${EVENTS_PER_SECOND}/s of another (other’s: accepted/sent), in ms from when each was due. ` +
    `${values.quick ? 'A minute and a half' : 'Four and a half minutes'}. ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} at the start.`,
);
/** Runs the phases, and prints what the stack says of its functions after them. */
async function run(title: string, off: Readonly<Record<string, string>>, phases: readonly Phase[]) {
  let functions = '';
  const measured = await runNeighbour(off, phases, waitMs, (line) => {
    functions = line;
  });
  const notDelivered = print(title, measured);
  console.log(`  ${functions.trim()}`);
  return notDelivered;
}

const lost = await run('With the protection', {}, PROTECTED);
const settings = Object.entries(PROTECTION_OFF).map(([name, value]) => `${name}=${value}`);
await run(`Without (${settings.join(' ')})`, PROTECTION_OFF, UNPROTECTED);
process.exitCode = lost > 0 ? 1 : 0;
