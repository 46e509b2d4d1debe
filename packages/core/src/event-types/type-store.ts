import { toIso } from '../clock.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { markChecked } from '../endpoints/list-endpoints.ts';
import { NotFoundError } from '../errors.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import { readEach } from '../tables/read-each.ts';
import {
  type RegisteredType,
  registeredSortKey,
  registeredTypeSchema,
  type SeenType,
  seenSortKey,
  seenTypeSchema,
  typesPartition,
} from './event-type.ts';
import { EventTypeError, TooManyEventTypesError } from './event-type-error.ts';

export const MAX_EVENT_TYPES = 200;

export type TypeId = { readonly tenantId: string; readonly eventType: string };

export type KnownType = {
  readonly eventType: string;
  readonly registered: RegisteredType | undefined;
  readonly seen: SeenType | undefined;
};

/** What is registered of a type, and what was seen of it. @throws NotFoundError when it is neither */
export async function readType(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, eventType }: TypeId,
): Promise<KnownType> {
  const pk = typesPartition(tenantId);
  const [registered, seen] = await Promise.all(
    [registeredSortKey, seenSortKey].map((sortKey) =>
      documents.get({ TableName: eventsTable, Key: { pk, sk: sortKey(eventType) }, ConsistentRead: true }),
    ),
  );
  const known = {
    eventType,
    registered: registeredTypeSchema.optional().parse(registered?.Item),
    seen: readEach(seenTypeSchema, [seen?.Item]).find((each) => !isExpired(each, clock())),
  };
  if (known.registered === undefined && known.seen === undefined)
    throw new NotFoundError('event type', eventType);
  return known;
}

export async function readRegistered(
  { documents, eventsTable }: EventsTable,
  { tenantId, eventType }: TypeId,
): Promise<RegisteredType | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: { pk: typesPartition(tenantId), sk: registeredSortKey(eventType) },
  });
  return registeredTypeSchema.optional().parse(Item);
}

export type RegisterInput = TypeId & {
  readonly description?: string | undefined;
  /** JSON Schema. */
  readonly schema?: unknown;
  readonly validate?: boolean | undefined;
};

/**
 * Registers a type, or replaces what was registered of it.
 *
 * @throws EventTypeError, TooManyEventTypesError
 */
export async function registerType(
  context: EventsTable & EndpointsTable,
  { tenantId, eventType, description, schema, validate = false }: RegisterInput,
): Promise<RegisteredType> {
  const { documents, eventsTable, clock } = context;
  if (validate && schema === undefined)
    throw new EventTypeError('validate is true, and there is no schema: give one, or leave validate out.', [
      { path: 'schema', message: 'must be there where validate is true' },
    ]);
  const text = schema === undefined ? undefined : await checkedSchema(schema);
  const before = await readRegistered(context, { tenantId, eventType });
  if (before === undefined && (await countRegistered(context, tenantId)) >= MAX_EVENT_TYPES)
    throw new TooManyEventTypesError(MAX_EVENT_TYPES);
  // First, and for good: whoever finds it looks what is registered.
  if (validate) await markChecked(context, tenantId);
  const now = toIso(clock());
  const registered: RegisteredType = {
    ...{ tenantId, eventType, description, schema: text, validate },
    ...{ createdAt: before?.createdAt ?? now, updatedAt: now },
  };
  await documents.put({
    TableName: eventsTable,
    Item: { pk: typesPartition(tenantId), sk: registeredSortKey(eventType), ...registered },
  });
  return registered;
}

/** The validator is loaded only where there is something to check. */
async function checkedSchema(schema: unknown): Promise<string> {
  const { checkSchema } = await import('./check-schema.ts');
  return checkSchema(schema);
}

async function countRegistered({ documents, eventsTable }: EventsTable, tenantId: string): Promise<number> {
  const { Count = 0 } = await documents.query({
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': typesPartition(tenantId), ':prefix': registeredSortKey('') },
    Select: 'COUNT',
  });
  return Count;
}

/** Forgets what was registered; what was seen of it stays. @throws NotFoundError when nothing was registered */
export async function unregisterType(
  { documents, eventsTable }: EventsTable,
  { tenantId, eventType }: TypeId,
): Promise<void> {
  const { Attributes } = await documents.delete({
    TableName: eventsTable,
    Key: { pk: typesPartition(tenantId), sk: registeredSortKey(eventType) },
    ReturnValues: 'ALL_OLD',
  });
  if (Attributes === undefined) throw new NotFoundError('event type', eventType);
}

export type ListTypesInput = {
  readonly tenantId: string;
  readonly limit: number;
  /** Only types that sort behind it. */
  readonly after: string | undefined;
};

/** A tenant's types, registered or seen, as they sort; without their schemas. */
export async function listTypes(
  table: EventsTable,
  { tenantId, limit, after }: ListTypesInput,
): Promise<{ readonly types: KnownType[]; readonly next: string | undefined }> {
  const { documents, eventsTable, clock } = table;
  const rows = async (sortKey: (eventType: string) => string) => {
    const pages = queryPages(documents, {
      TableName: eventsTable,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': typesPartition(tenantId),
        // Nothing sorts between a text and the same with this character.
        ':from': after === undefined ? sortKey('') : `${sortKey(after)}\u0000`,
        ':to': sortKey('\u{10ffff}'),
      },
      // Not the schemas, which may be large.
      ProjectionExpression:
        'sk, tenantId, eventType, description, #validate, createdAt, updatedAt, #count, lastSeenAt, exampleId, expiresAt',
      ExpressionAttributeNames: { '#validate': 'validate', '#count': 'count' },
      Limit: limit + 1,
    });
    const found: Record<string, unknown>[] = [];
    // A page of DynamoDB's may end before its limit.
    for await (const { Items = [] } of pages) if (found.push(...Items) > limit) break;
    return found;
  };
  const [registered, seen] = await Promise.all([rows(registeredSortKey), rows(seenSortKey)]);
  const types = new Map<string, KnownType>();
  for (const item of seen) {
    const [read] = readEach(seenTypeSchema, [item]).filter((each) => !isExpired(each, clock()));
    const eventType = String(item.sk).slice(seenSortKey('').length);
    types.set(eventType, { eventType, registered: undefined, seen: read });
  }
  for (const each of readEach(registeredTypeSchema, registered))
    types.set(each.eventType, { ...each, seen: types.get(each.eventType)?.seen, registered: each });
  const sorted = [...types.values()].toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
  const page = sorted.slice(0, limit);
  const known = page.filter((type) => type.registered !== undefined || type.seen !== undefined);
  return { types: known, next: sorted.length > limit ? page.at(-1)?.eventType : undefined };
}

const bytes = ({ eventType }: KnownType): Buffer => Buffer.from(eventType);
