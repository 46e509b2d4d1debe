import type { StoredEndpoint } from '../endpoints/endpoint.ts';
import type { OperationalEvent } from './operational-event.ts';

/**
 * Whether an endpoint asked for these by name, `endpoint.failing` or `endpoint.*`. One that takes all types takes the
 * tenant's own: it may be there for years, and its code knows no others.
 */
export function namesType({ eventTypes = [] }: StoredEndpoint, type: OperationalEvent['type']): boolean {
  const family = `${type.slice(0, type.indexOf('.'))}.*`;
  return eventTypes.includes(type) || eventTypes.includes(family);
}
