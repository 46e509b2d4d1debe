import { toIso } from '../clock.ts';
import { MAX_SHARDS, type Span, type Spread, shardsAt } from './spread.ts';

/** Places a second for one shard: half of what a partition of DynamoDB takes, 1,000 write units. */
export const PLACES_OF_A_SHARD = 500;
/**
 * What is planned says nothing of the next 5 s: so whoever reads a list may know the plan of a moment ago, as an
 * eventually consistent read has it, and be right about all that is in the list by then.
 */
export const AHEAD_MS = 5_000;
/** A plan is for an hour. While the rate lasts it is made longer each half an hour; then it ends by itself. */
export const PERIOD_MS = 3_600_000;
/** Of more, the two oldest that are over become one, which has their larger number of shards and all of their time. */
export const MAX_SPANS = 8;

/**
 * What the rate asks for, from 5 s on. For the time until then the number of shards stays, and for times long past it
 * may grow, never shrink: where something was put, it is looked for.
 *
 * @param perSecond new places in lists
 * @returns undefined where it is planned already
 */
export function planSpread(spread: Spread, perSecond: number, nowMs: number): Spread | undefined {
  const shards = shardsFor(perSecond);
  const [now, from] = [toIso(nowMs), toIso(nowMs + AHEAD_MS)];
  const isPlanned = [from, toIso(nowMs + PERIOD_MS / 2)].every((time) => shardsAt(spread, time) >= shards);
  if (isPlanned) return undefined;
  const added: Span = { from, until: toIso(nowMs + PERIOD_MS), shards };
  const others = spread.flatMap((span) => beside(span, added));
  const last = others.at(-1);
  const goesOn = last?.shards === shards && last.until >= from;
  const spans = goesOn ? [...others.slice(0, -1), { ...added, from: last.from }] : [...others, added];
  return spans.length > MAX_SPANS ? joinOldest(spans, now) : spans;
}

/** A power of two, so that a rate that goes up and down a little changes nothing. */
const shardsFor = (perSecond: number): number =>
  Math.min(MAX_SHARDS, 2 ** Math.ceil(Math.log2(Math.max(1, perSecond / PLACES_OF_A_SHARD))));

/** What is left of a span beside a new one: nothing of the time in which that one has more shards. */
function beside(span: Span, added: Span): Span[] {
  if (span.shards >= added.shards || span.until <= added.from) return [span];
  return span.from < added.from ? [{ ...span, until: added.from }] : [];
}

function joinOldest(spans: readonly Span[], now: string): Spread {
  const oldest = spans.filter(({ until }) => until <= now).slice(0, 2);
  const times = oldest.flatMap(({ from, until }) => [from, until]).toSorted();
  const [from = '', until = ''] = [times.at(0), times.at(-1)];
  const joined: Span = { from, until, shards: Math.max(...oldest.map(({ shards }) => shards)) };
  return oldest.length < 2 ? spans : [joined, ...spans.filter((span) => !oldest.includes(span))];
}
