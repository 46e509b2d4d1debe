import { type Clock, DAY_SECONDS, toIso } from '@switchyard/core/clock';
import { quarantineKey, quarantinePartition } from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { isExpired, queryPages } from '@switchyard/core/tables';
import * as z from 'zod';

const DAY_MS = DAY_SECONDS * 1_000;

const rowSchema = z.object({
  id: z.string(),
  step: z.string(),
  code: z.string(),
  /** Size of the body as it came. */
  bodyBytes: z.number(),
  expiresAt: z.number(),
  request: z.object({ route: z.string(), receivedAt: z.iso.datetime() }),
});
export type QuarantineRow = z.infer<typeof rowSchema>;

const quarantinedSchema = rowSchema.extend({
  request: rowSchema.shape.request.extend({
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    query: z.array(z.tuple([z.string(), z.string()])),
    publicUrls: z.array(z.string()),
    pathSegment: z.string().optional(),
  }),
  body: z.instanceof(Uint8Array<ArrayBufferLike>).optional(),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;

const aliases = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`#${name}`, name]));
const ROW = '#id, #step, #code, #bodyBytes, #expiresAt, #request.#route, #request.#receivedAt';
const ROW_NAMES = aliases(['id', 'step', 'code', 'bodyBytes', 'expiresAt', 'request', 'route', 'receivedAt']);
const WITHOUT_BODY = '#id, #step, #code, #bodyBytes, #expiresAt, #request';
const WITHOUT_BODY_NAMES = aliases(['id', 'step', 'code', 'bodyBytes', 'expiresAt', 'request']);

export type QuarantineStoreDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
};

export type QuarantineStore = ReturnType<typeof createQuarantineStore>;

/** Requests that were not proven genuine: table Events. */
export function createQuarantineStore({ documents, eventsTable: TableName, clock }: QuarantineStoreDeps) {
  return {
    /**
     * Newest first, without what the sender wrote. DynamoDB bills whole items, bodies included, so whoever has seen
     * enough should stop.
     */
    async *rows(filter: {
      readonly days: number;
      readonly code?: string | undefined;
    }): AsyncGenerator<QuarantineRow> {
      const now = clock();
      const from = toIso(now - filter.days * DAY_MS);
      for (const day of daysBack(from, now)) {
        const pages = queryPages(documents, {
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk >= :from',
          ...(filter.code === undefined ? {} : { FilterExpression: '#code = :code' }),
          ProjectionExpression: ROW,
          ExpressionAttributeNames: ROW_NAMES,
          ExpressionAttributeValues: {
            ':pk': quarantinePartition(day),
            ':from': from,
            ...(filter.code === undefined ? {} : { ':code': filter.code }),
          },
          ScanIndexForward: false,
        });
        for await (const { Items = [] } of pages) {
          yield* Items.map((item) => rowSchema.parse(item)).filter((row) => !isExpired(row, clock()));
        }
      }
    },

    async read(
      { id, request }: QuarantineRow,
      { body }: { readonly body: boolean },
    ): Promise<Quarantined | undefined> {
      const { Item } = await documents.get({
        TableName,
        Key: quarantineKey(request.receivedAt, id),
        ConsistentRead: true,
        ...(body ? {} : { ProjectionExpression: WITHOUT_BODY, ExpressionAttributeNames: WITHOUT_BODY_NAMES }),
      });
      return Item === undefined ? undefined : quarantinedSchema.parse(Item);
    },
  };
}

/** The UTC days that the time from `from` to now touches, today first. */
function daysBack(from: string, now: number): string[] {
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  const days: string[] = [];
  for (let day = now; day >= first; day -= DAY_MS) days.push(toIso(day).slice(0, 10));
  return days;
}
