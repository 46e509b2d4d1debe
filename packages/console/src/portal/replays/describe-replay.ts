import type { Tone } from '../../ui/tone.ts';
import type { Replay, ReplayedStatus } from './use-replays.ts';

/** What can be delivered again, what is most often wanted first. */
export const REPLAYED = [
  'DLQ',
  'FAILED',
  'HELD',
  'DELIVERED',
  'MISSING',
  'PURGED',
] as const satisfies readonly ReplayedStatus[];

export function describeReplayed(status: ReplayedStatus): string {
  switch (status) {
    case 'DLQ':
      return 'Given up';
    case 'FAILED':
      return 'Waiting for the next attempt';
    case 'HELD':
      return 'Held';
    case 'DELIVERED':
      return 'Delivered before';
    case 'MISSING':
      return 'Never sent to the endpoint';
    case 'PURGED':
      return 'Removed';
  }
}

/** Of these only one endpoint's can be asked for. */
export const needsEndpoint = (status: ReplayedStatus): boolean => status === 'HELD' || status === 'MISSING';

export function describeState({ state, dry_run: isCount }: Pick<Replay, 'state' | 'dry_run'>): {
  readonly name: string;
  readonly tone: Tone;
} {
  switch (state) {
    case 'running':
      return { name: isCount ? 'Counting' : 'Running', tone: 'info' };
    case 'paused':
      return { name: 'Paused', tone: 'warn' };
    case 'done':
      return { name: isCount ? 'Counted' : 'Done', tone: 'good' };
    case 'cancelled':
      return { name: 'Cancelled', tone: 'idle' };
    case 'failed':
      return { name: 'Failed', tone: 'bad' };
  }
}
