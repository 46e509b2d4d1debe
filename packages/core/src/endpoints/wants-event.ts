import { type StoredEndpoint, wantsEventType } from './endpoint.ts';

export type OfferedEvent = {
  readonly eventType?: string | undefined;
  /** JSON. */
  readonly payload: Uint8Array;
};

/**
 * Which of the endpoints ask for an event: by its type, and by their filters on its payload. Nothing of filters is
 * loaded, and the payload is not read, where none of them has one.
 */
export async function endpointsThatWant<Asked extends StoredEndpoint>(
  endpoints: readonly Asked[],
  { eventType, payload }: OfferedEvent,
): Promise<readonly Asked[]> {
  const ofType = endpoints.filter((endpoint) => wantsEventType(endpoint, eventType));
  if (ofType.every((endpoint) => filterOf(endpoint) === undefined)) return ofType;
  const { matchesFilter, parseStoredFilter } = await import('../filters/index.ts');
  const parsed: unknown = JSON.parse(Buffer.from(payload).toString());
  return ofType.filter((endpoint) => {
    const filter = parseStoredFilter(filterOf(endpoint));
    return filter === undefined || matchesFilter(filter, parsed);
  });
}

const filterOf = (endpoint: StoredEndpoint): string | undefined =>
  endpoint.status === 'UNREADABLE' ? undefined : endpoint.filter;
