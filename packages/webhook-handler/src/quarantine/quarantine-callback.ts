import type { Clock } from '@switchyard/core/clock';
import type { Logger } from '@switchyard/core/logging';
import { MAX_QUARANTINED_BYTES, putQuarantined, type Quarantined } from '@switchyard/core/quarantine';
import type { EventsTable } from '@switchyard/core/tables';
import { type CallbackRequest, callbackFields } from '../callback-request.ts';
import type { CallbackParseError } from '../providers/provider.ts';
import { toStoredRequest } from '../stored-request.ts';

/** Forged requests must not fill the table: each running copy of the function keeps this many a minute. */
export const MAX_PER_MINUTE = 60;

/** Counts what was kept in this minute. @returns whether one more may be */
export function createQuarantineLimit(clock: Clock): () => boolean {
  let minute = 0;
  let kept = 0;
  return () => {
    const now = Math.floor(clock() / 60_000);
    if (now !== minute) [minute, kept] = [now, 0];
    kept += 1;
    return kept <= MAX_PER_MINUTE;
  };
}

export type QuarantineContext = EventsTable & {
  readonly mayQuarantine: () => boolean;
  readonly logger: Logger;
};

/** @returns whether it was kept as far as it can be of use; a failure to keep it is logged, since the answer to the sender is the same */
export async function quarantineCallback(
  context: QuarantineContext,
  request: CallbackRequest,
  step: Quarantined['step'],
  code: string,
): Promise<boolean> {
  const { logger } = context;
  const fields = { ...callbackFields(request), step, code };
  if (!context.mayQuarantine()) {
    logger.warn({ ...fields, outcome: 'dropped' }, 'quarantine');
    return false;
  }
  try {
    await putQuarantined(context, { request: toStoredRequest(request), body: request.rawBody, step, code });
    const isWhole = request.rawBody.length <= MAX_QUARANTINED_BYTES;
    logger.warn({ ...fields, outcome: isWhole ? 'kept' : 'cut' }, 'quarantine');
    // What was cut can be looked at but never be released: that is not kept, unless nobody would want it released.
    return isWhole || code === ('callback_too_complex' satisfies CallbackParseError['code']);
  } catch (error) {
    logger.error({ ...fields, outcome: 'failed', err: error }, 'quarantine');
    return false;
  }
}
