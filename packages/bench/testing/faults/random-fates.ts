import type { Fate, Fates } from '../world/faults.ts';

/** How often, in a thousand side effects. */
const PER_MILLE = {
  refused: 20,
  answer_lost: 10,
  crash_before: 2,
  crash_after: 2,
  lateBefore: 5,
  lateAfter: 5,
} as const;
const LATEST_MS = 8_000;

/**
 * Throttles, errors, lost answers, crashes and what comes late, until a time; from then on all goes well.
 *
 * @param onHit told of each
 */
export function randomFates(
  random: () => number,
  isOver: () => boolean,
  onHit: (fate: Exclude<Fate, 'done'>) => void,
): Fates {
  const draw = (): Fate => {
    let left = random() * 1_000;
    for (const [name, share] of Object.entries(PER_MILLE)) {
      left -= share;
      if (left >= 0) continue;
      if (name === 'lateBefore') return { lateBeforeMs: random() * LATEST_MS };
      if (name === 'lateAfter') return { lateAfterMs: random() * LATEST_MS };
      if (name === 'refused' || name === 'answer_lost' || name === 'crash_before' || name === 'crash_after')
        return name;
    }
    return 'done';
  };
  return ({ what }) => {
    // An endpoint misbehaves by itself; a request to it is not refused by AWS.
    const fate = isOver() ? 'done' : draw();
    const isPost = what.startsWith('POST ') && fate !== 'crash_before' && fate !== 'crash_after';
    if (fate === 'done' || isPost) return 'done';
    onHit(fate);
    return fate;
  };
}
