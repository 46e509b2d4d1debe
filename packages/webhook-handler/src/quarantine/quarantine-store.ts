import { type Clock, DAY_SECONDS, toSeconds } from '@switchyard/core/clock';
import { QUARANTINE_DAYS, quarantineKey } from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { isExpired } from '@switchyard/core/tables';
import * as z from 'zod';
import type { CallbackRequest } from '../callback-request.ts';
import { fromStoredRequest, storedRequestSchema, toStoredRequest } from '../stored-request.ts';

/** DynamoDB takes 400 KB an item; the rest of the item needs little. */
export const MAX_QUARANTINED_BYTES = 350 * 1024;

export const quarantinedSchema = z.object({
  id: z.string(),
  step: z.enum(['verify', 'parse']),
  /** A stable code: signature_mismatch, header_missing, callback_unreadable … */
  code: z.string(),
  request: storedRequestSchema,
  body: z.instanceof(Uint8Array<ArrayBufferLike>),
  /** Size of the body as it came; it was cut when it is larger than what is kept. */
  bodyBytes: z.number().int(),
  expiresAt: z.number(),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;

export type QuarantineStore = ReturnType<typeof createQuarantineStore>;

/** Requests that were not proven genuine, kept for a week, so that a wrong secret or URL on our side loses nothing. */
export function createQuarantineStore(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  const { documents, eventsTable, clock } = deps;

  return {
    async put(request: CallbackRequest, step: Quarantined['step'], code: string): Promise<void> {
      const item: Quarantined = {
        id: request.requestId,
        step,
        code,
        request: toStoredRequest(request),
        body: request.rawBody.slice(0, MAX_QUARANTINED_BYTES),
        bodyBytes: request.rawBody.length,
        expiresAt: toSeconds(clock()) + QUARANTINE_DAYS * DAY_SECONDS,
      };
      await documents.put({
        TableName: eventsTable,
        Item: { ...quarantineKey(request.receivedAt, request.requestId), ...item },
      });
    },

    async read(receivedAt: string, id: string): Promise<Quarantined | undefined> {
      const { Item } = await documents.get({
        TableName: eventsTable,
        Key: quarantineKey(receivedAt, id),
        ConsistentRead: true,
      });
      if (Item === undefined) return undefined;
      const item = quarantinedSchema.parse(Item);
      return isExpired(item, clock()) ? undefined : item;
    },

    async remove({ request, id }: Quarantined): Promise<void> {
      await documents.delete({ TableName: eventsTable, Key: quarantineKey(request.receivedAt, id) });
    },
  };
}

export const quarantinedRequest = ({ request, body }: Quarantined): CallbackRequest =>
  fromStoredRequest(request, body);
