import type { Clock } from '@switchyard/core/clock';
import type { Logger } from '@switchyard/core/logging';
import { callbackFields, type ProviderNames } from '../callback-fields.ts';
import type { CallbackRequest } from '../callback-request.ts';
import { MAX_QUARANTINED_BYTES, type Quarantined, type QuarantineStore } from './quarantine-store.ts';

/** Forged requests must not fill the table: each running copy of the function keeps this many a minute. */
export const MAX_PER_MINUTE = 60;

export type QuarantineCallback = (
  request: CallbackRequest,
  step: Quarantined['step'],
  code: string,
) => Promise<boolean>;

/** @returns whether it was kept whole; a failure to keep it is logged, since the answer to the sender is the same */
export function createQuarantineCallback(deps: {
  readonly providers: ProviderNames;
  readonly store: QuarantineStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): QuarantineCallback {
  let minute = 0;
  let kept = 0;
  return async (request, step, code) => {
    const now = Math.floor(deps.clock() / 60_000);
    if (now !== minute) [minute, kept] = [now, 0];
    kept += 1;
    const fields = { ...callbackFields(request, deps.providers), step, code };
    if (kept > MAX_PER_MINUTE) {
      deps.logger.warn({ ...fields, outcome: 'dropped' }, 'quarantine');
      return false;
    }
    try {
      await deps.store.put(request, step, code);
      // What was cut can be looked at but never be released: that is not kept.
      const isWhole = request.rawBody.length <= MAX_QUARANTINED_BYTES;
      deps.logger.warn({ ...fields, outcome: isWhole ? 'kept' : 'cut' }, 'quarantine');
      return isWhole;
    } catch (error) {
      deps.logger.error({ ...fields, outcome: 'failed', err: error }, 'quarantine');
      return false;
    }
  };
}
