import { type CallbackResult, callbackFields } from '../callback-request.ts';
import { CallbackParseError, type StatusCode } from '../providers/provider.ts';
import { LOOK_AGAIN_SECONDS, type SpoolContext, spoolCallback } from '../spool/spool-callback.ts';
import { partOf, type VerifiedRequest } from '../verified-request.ts';
import { countReport } from './count-report.ts';
import { type ReceiveStatusContext, receiveStatus } from './receive-status.ts';
import type { StatusReport } from './status-report.ts';

/**
 * What one run takes of a callback; the rest goes through the spool, in parts of this size. Five parts in one run of
 * the spool's function still end in time.
 */
export const MAX_REPORTS_AT_ONCE = 25;
const CONCURRENCY = 10;

export type ReceiveReportsContext = ReceiveStatusContext & SpoolContext;

/**
 * Records what a callback reports, each report by itself: one that fails or matches nothing takes no other with it. It
 * comes back alone, as a part of the callback, through the spool. What is done already is a duplicate then.
 *
 * @throws what a report failed with, when nothing of the callback was done: then all of it must come back
 * @throws CallbackParseError when some entries could not be read, after the others were recorded
 */
export async function receiveReports(
  context: ReceiveReportsContext,
  request: VerifiedRequest,
  { parse }: StatusCode,
): Promise<CallbackResult> {
  const { reports, unreadable, bodyOf } = await parse(request);
  const spoolPart = (part: readonly StatusReport[], delaySeconds?: number) =>
    part.length === 0 || bodyOf === undefined
      ? undefined
      : spoolCallback(context, { verified: true, request: partOf(request, bodyOf(part)) }, delaySeconds);

  const [first = [], ...later] = inParts(reports);
  await Promise.all(later.map((part) => spoolPart(part, 0)));
  const results = await settleEach(first, async (report) => {
    const result = await receiveStatus(context, report, request.requestId);
    countReport(context.metrics, report, result);
    return result;
  });
  const failed = results.filter(({ error }) => error !== undefined);
  if (failed.length > 0 && failed.length === reports.length) throw failed[0]?.error;
  logFailures(context, request, failed);
  await spoolPart(failed.map(({ report }) => report));

  const having = (kind: CallbackResult['kind']) =>
    results.filter(({ result }) => result?.kind === kind).map(({ report }) => report);
  const unmatched = having('no_match');
  const isNoMatch = unmatched.length > 0 && unmatched.length === reports.length && unreadable === 0;
  if (!isNoMatch) await spoolPart(unmatched, LOOK_AGAIN_SECONDS);
  if (unreadable > 0) {
    throw new CallbackParseError(`${unreadable} of the entries are not as documented; the others count.`);
  }
  if (isNoMatch) return { kind: 'no_match' };
  return {
    kind: reports.length > 0 && having('duplicate').length === reports.length ? 'duplicate' : 'accepted',
  };
}

const inParts = (reports: readonly StatusReport[]): (readonly StatusReport[])[] =>
  Array.from({ length: Math.ceil(reports.length / MAX_REPORTS_AT_ONCE) }, (_, part) =>
    reports.slice(part * MAX_REPORTS_AT_ONCE, (part + 1) * MAX_REPORTS_AT_ONCE),
  );

type Settled = {
  readonly report: StatusReport;
  readonly result?: CallbackResult;
  readonly error?: unknown;
};

/** All of them, some at a time. */
async function settleEach(
  reports: readonly StatusReport[],
  receive: (report: StatusReport) => Promise<CallbackResult>,
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  const waiting = reports.values();
  const takeTurns = async (): Promise<void> => {
    for (const report of waiting) {
      settled.push(
        await receive(report).then(
          (result) => ({ report, result }),
          (error) => ({ report, error }),
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, takeTurns));
  return settled;
}

function logFailures(
  { logger }: Pick<ReceiveReportsContext, 'logger'>,
  request: VerifiedRequest,
  failed: readonly Settled[],
): void {
  for (const { report, error } of failed) {
    const fields = { ...callbackFields(request), rawStatus: report.rawStatus, outcome: 'spooled' };
    logger.error({ ...fields, err: error }, 'callback');
  }
}
