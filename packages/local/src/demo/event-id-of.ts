import { check } from './check.ts';

export function eventIdOf(body: unknown): string {
  check(typeof body === 'object' && body !== null && 'event_id' in body, 'the answer has an event_id');
  return String(body.event_id);
}
