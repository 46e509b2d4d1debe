import * as z from 'zod';
import { askUntilTaken, parseAnswer, problemSchema, type SendTo } from './ask-until-taken.ts';
import type { FileBatch } from './read-batches.ts';
import type { BatchResult } from './send-batch.ts';
import type { Session } from './session.ts';

const acceptedSchema = z.object({ event_id: z.string() });

/** By which a line is refused for what it is; the next one may be accepted. */
const OF_THE_LINE: ReadonlySet<number> = new Set([400, 409, 413, 415, 422]);

/**
 * Sends one line as an event of its own, until it is accepted or refused for what it is: those of one ordering key are
 * sent one after another.
 *
 * @throws CommandError when the API does not take it
 */
export const sendInOrder = (
  session: Pick<Session, 'fetch' | 'sleep'>,
  to: SendTo,
  { bytes, key }: FileBatch,
  orderingKey: string,
): Promise<readonly BatchResult[]> =>
  askUntilTaken(
    session,
    to,
    {
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        'ordering-key': orderingKey,
      },
      bytes: withoutLineEnd(bytes),
    },
    ({ status, headers, text }) => {
      if (OF_THE_LINE.has(status))
        return [{ line: 1, replayed: false, problem: parseAnswer(problemSchema, text) }];
      if (status !== 201) return undefined;
      const { event_id } = parseAnswer(acceptedSchema, text);
      return [{ line: 1, event_id, replayed: headers.get('idempotent-replayed') === 'true' }];
    },
  );

/** As of the lines of a batch: LF, or CR LF. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  const end = bytes.at(-1) === 0x0a ? -1 : bytes.length;
  const line = bytes.subarray(0, end);
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}
