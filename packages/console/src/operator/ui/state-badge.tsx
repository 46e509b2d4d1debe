import { Badge } from '../../ui/badge.tsx';
import type { Tone } from '../../ui/tone.ts';

const TONES: Readonly<Record<string, Tone>> = {
  ACTIVE: 'good',
  ENABLED: 'good',
  DELIVERED: 'good',
  delivered: 'good',
  read: 'good',
  done: 'good',
  ok: 'good',
  closed: 'good',
  PENDING: 'info',
  running: 'info',
  probing: 'info',
  FAILED: 'warn',
  HELD: 'warn',
  PAUSED: 'warn',
  paused: 'warn',
  SUSPENDED: 'warn',
  UNFINISHED: 'warn',
  NO_VALID_KEY: 'warn',
  EXPIRED: 'idle',
  warn: 'warn',
  DLQ: 'bad',
  DISABLED: 'bad',
  UNREADABLE: 'bad',
  REVOKED: 'idle',
  open: 'bad',
  failed: 'bad',
  fail: 'bad',
  bounced: 'bad',
  undelivered: 'bad',
};

/** A state, in the word that the commands have for it. */
export function StateBadge({ state }: { readonly state: string }) {
  return <Badge tone={TONES[state] ?? 'idle'}>{state.toLowerCase().replaceAll('_', ' ')}</Badge>;
}
