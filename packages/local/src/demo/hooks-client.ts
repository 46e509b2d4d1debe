import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { pollDelay } from '../poll-delay.ts';

export const eventSchema = z.object({
  event_id: z.string(),
  status: z.string(),
  deliveries: z.array(
    z.object({
      endpoint_id: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      attempts: z.array(
        z.object({ attempt: z.number(), generation: z.number(), status_code: z.number().optional() }),
      ),
    }),
  ),
});
export type EventView = z.infer<typeof eventSchema>;

export type HooksAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
};

/** An event leaves these only when somebody asks for it. */
const FINAL = new Set(['DELIVERED', 'DLQ', 'PURGED', 'UNMATCHED']);

export type HooksClient = {
  call(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<HooksAnswer>;
  postEvent(body: string, idempotencyKey?: string): Promise<HooksAnswer>;
  getEvent(eventId: string): Promise<EventView>;
  /** Asks until the event is in this status. */
  waitForStatus(eventId: string, status: string, timeoutMs: number): Promise<EventView>;
};

/** A tenant's program: a base URL and a bearer token. */
export function createHooksClient(hooksUrl: string, apiKey: string | undefined): HooksClient {
  const call: HooksClient['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${hooksUrl}${path}`, {
      method,
      headers: {
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };

  return {
    call,
    postEvent: (body, idempotencyKey) =>
      call(
        'POST',
        '/v1/events',
        body,
        idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      ),
    getEvent: async (eventId) => eventSchema.parse((await call('GET', `/v1/events/${eventId}`)).body),
    async waitForStatus(eventId, status, timeoutMs) {
      const startedAt = performance.now();
      for (;;) {
        const answer = await call('GET', `/v1/events/${eventId}`);
        const isOver = performance.now() > startedAt + timeoutMs;
        // A busy gateway is asked again.
        if (answer.status < 500 || isOver) {
          const event = eventSchema.parse(answer.body);
          if (event.status === status) return event;
          if (FINAL.has(event.status)) throw new Error(`Event ${eventId} is ${event.status}, not ${status}`);
          if (isOver)
            throw new Error(
              `Event ${eventId} is ${event.status}, not ${status}, after ${timeoutMs / 1000} s`,
            );
        }
        await sleep(pollDelay(startedAt));
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
