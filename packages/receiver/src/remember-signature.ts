import { createHash } from 'node:crypto';
import { toSeconds } from '@switchyard/core/clock';
import { orUnavailable } from '@switchyard/core/errors';
import { type EventsTable, putIfAbsent } from '@switchyard/core/tables';
import { NO_ANSWER } from './receiver.ts';
import { seenSignatureKey } from './receiver-keys.ts';

/** Longer than a signature is accepted, in both directions of the clock. */
const REMEMBERED_SECONDS = 900;

export type AcceptedSignature = {
  readonly tenantId: string;
  /** Seconds since the epoch. */
  readonly signedAt: number;
  readonly payload: Uint8Array;
};

/**
 * Notes a signature that was accepted, by what was signed: the header's text can be varied without breaking it. Each
 * attempt of a delivery is signed anew, so the same twice is a replay, or a network that delivered a request twice.
 *
 * @returns true when it was seen before
 * @throws UnavailableError
 */
export async function rememberSignature(
  table: EventsTable,
  { tenantId, signedAt, payload }: AcceptedSignature,
): Promise<boolean> {
  const digest = createHash('sha256').update(`${signedAt}.`).update(payload).digest('hex');
  const expiresAt = toSeconds(table.clock()) + REMEMBERED_SECONDS;
  const put = putIfAbsent(table, { ...seenSignatureKey(tenantId, digest), expiresAt });
  return !(await orUnavailable(put, NO_ANSWER));
}
