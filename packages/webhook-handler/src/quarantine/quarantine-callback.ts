import type { Logger } from '@switchyard/core/logging';
import {
  putQuarantined,
  QUARANTINE_BUDGETS,
  QUARANTINED_BEGINNING_BYTES,
  type Quarantined,
  type QuarantineKind,
} from '@switchyard/core/quarantine';
import { type CallbackRequest, callbackFields } from '../callback-request.ts';
import { carriesSignature } from '../providers/index.ts';
import type { CallbackParseError } from '../providers/provider.ts';
import { toStoredRequest } from '../stored-request.ts';
import { type MayKeepContext, mayKeep } from './may-keep.ts';
import { networkOf } from './network-of.ts';

const TOO_COMPLEX: CallbackParseError['code'] = 'callback_too_complex';

export type QuarantineContext = MayKeepContext & { readonly logger: Logger };

/**
 * - `kept`: whole
 * - `cut`: its beginning, which can be looked at and never be released
 * - `dropped`: nothing, because the budget is spent
 * - `failed`: nothing, because the table did not take it
 */
export type QuarantineOutcome = 'kept' | 'cut' | 'dropped' | 'failed';

/** Whether it need not come again: it can be released, or it is one that nobody would want released. */
export const isKept = (outcome: QuarantineOutcome, code: string): boolean =>
  outcome === 'kept' || (outcome === 'cut' && code === TOO_COMPLEX);

/** @returns what became of it; a failure to keep it is logged, since the answer to the sender is the same */
export async function quarantineCallback(
  context: QuarantineContext,
  request: CallbackRequest,
  step: Quarantined['step'],
  code: string,
): Promise<QuarantineOutcome> {
  const { logger } = context;
  const kind = quarantineKind(request, step);
  const fields = { ...callbackFields(request), step, code, kind };
  try {
    const outcome = await keep(context, request, kind, { step, code });
    logger.warn({ ...fields, outcome }, 'quarantine');
    return outcome;
  } catch (error) {
    logger.error({ ...fields, outcome: 'failed', err: error }, 'quarantine');
    return 'failed';
  }
}

export function quarantineKind(request: CallbackRequest, step: Quarantined['step']): QuarantineKind {
  if (step === 'parse') return 'genuine';
  return carriesSignature(request) ? 'signed' : 'unsigned';
}

async function keep(
  context: QuarantineContext,
  { rawBody, ...request }: CallbackRequest,
  kind: QuarantineKind,
  why: Pick<Quarantined, 'step' | 'code'>,
): Promise<QuarantineOutcome> {
  const isWhole = rawBody.length <= QUARANTINE_BUDGETS[kind].wholeBytes;
  const body = isWhole ? rawBody : rawBody.slice(0, QUARANTINED_BEGINNING_BYTES);
  const stored = toStoredRequest({ ...request, rawBody });
  const network = kind === 'genuine' ? undefined : networkOf(request.sourceIp ?? '');
  const share = { route: request.route, kind, network };
  const bytes = inWriteUnits(body.length + Buffer.byteLength(JSON.stringify(stored)));
  if (!(await mayKeep(context, share, bytes))) return 'dropped';
  await putQuarantined(context, { request: stored, body, bodyBytes: rawBody.length, ...why });
  return isWhole ? 'kept' : 'cut';
}

/** DynamoDB bills whole KiB: many small ones must not cost more than few large ones. */
const inWriteUnits = (bytes: number): number => Math.ceil(bytes / 1_024) * 1_024;
