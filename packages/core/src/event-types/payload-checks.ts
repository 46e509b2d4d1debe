import { orUnavailable, type SwitchyardError } from '../errors.ts';
import type { EventsTable } from '../tables/events-table.ts';
import type { PayloadCheck } from './compile-schema.ts';
import { EventInvalidError } from './event-type-error.ts';
import { readRegistered, type TypeId } from './type-store.ts';

export type PayloadChecks = {
  /**
   * Why an event is not accepted; undefined when it is.
   *
   * @throws UnavailableError
   */
  readonly refusalOf: (event: {
    readonly tenantId: string;
    readonly eventType?: string | undefined;
    readonly payload: Uint8Array;
  }) => Promise<SwitchyardError | undefined>;
};

/** A change of what is registered counts after so long. */
export const SCHEMA_CACHE_MS = 60_000;
const MAX_ENTRIES = 500;

/** Holds events against the schemas that their tenants registered, and remembers these for a minute. */
export function createPayloadChecks(table: EventsTable): PayloadChecks {
  const cache = new Map<string, { readonly untilMs: number; readonly check: PayloadCheck | undefined }>();

  async function checkOf(id: TypeId): Promise<PayloadCheck | undefined> {
    const name = `${id.tenantId}#${id.eventType}`;
    const known = cache.get(name);
    if (known !== undefined && known.untilMs > table.clock()) return known.check;
    const reading = load(table, id);
    const check = await orUnavailable(reading, 'The event types could not be read. Try again.');
    cache.delete(name);
    const [oldest] = cache.keys();
    if (cache.size >= MAX_ENTRIES && oldest !== undefined) cache.delete(oldest);
    cache.set(name, { untilMs: table.clock() + SCHEMA_CACHE_MS, check });
    return check;
  }

  return {
    async refusalOf({ tenantId, eventType, payload }) {
      if (eventType === undefined || eventType === '') return undefined;
      const check = await checkOf({ tenantId, eventType });
      const problems = check?.(payload) ?? [];
      return problems.length === 0 ? undefined : new EventInvalidError(eventType, problems);
    },
  };
}

async function load(table: EventsTable, id: TypeId): Promise<PayloadCheck | undefined> {
  const registered = await readRegistered(table, id);
  if (registered?.schema === undefined || !registered.validate) return undefined;
  const { compileSchema } = await import('./compile-schema.ts');
  return compileSchema(registered.schema);
}
