import { check, checkEqual } from './check.ts';
import type { EndpointServer } from './endpoint-server.ts';
import { eventIdOf } from './event-id-of.ts';
import type { HooksClient } from './hooks-client.ts';
import { orderingSteps } from './ordering-steps.ts';
import { outageSteps } from './outage-steps.ts';
import { replaySteps } from './replay-steps.ts';
import type { DemoStep } from './run-steps.ts';
import { verifyWithPublicLibraries } from './verify-with-public-libraries.ts';

export type OutboundContext = {
  readonly hooks: HooksClient;
  readonly anonymous: HooksClient;
  readonly stranger: HooksClient;
  readonly endpoint: EndpointServer;
  readonly webhookSecret: string;
  /** `aws lambda invoke` of the dlq-processor, over the Invoke API. */
  readonly invokeDlqProcessor: (payload: object) => Promise<Record<string, unknown>>;
  readonly maxAttempts: number;
  /** How long one delivery may take, in ms. */
  readonly deliveryMs: number;
  /** How long it may take until the last attempt has failed, in ms. */
  readonly retriesMs: number;
  /** The event that the endpoint refused, from one step to the next. */
  deadEventId?: string;
  /** What was held while the endpoint was down, oldest first. */
  heldEventIds?: readonly string[];
  /** Of the endpoint of the outage and what follows. */
  patientSecret?: string;
};

/** Numbers that a parser would change: they must arrive as they were sent. */
const PAYLOAD = '{"type":"order.paid","n":12345678901234567890,"p":1.10,"note":"Grüße ✓"}';

export const outboundSteps: readonly DemoStep<OutboundContext>[] = [
  {
    name: 'deliver',
    title: 'An event is delivered, signed, byte for byte',
    async run({ hooks, endpoint, webhookSecret, deliveryMs }) {
      const answer = await hooks.postEvent(PAYLOAD);
      checkEqual(answer.status, 201, 'the answer to POST /v1/events');
      const event = await hooks.waitForStatus(eventIdOf(answer.body), 'DELIVERED', deliveryMs);
      const delivery = endpoint.deliveries.at(-1);
      check(delivery !== undefined, 'the endpoint got the delivery');
      checkEqual(delivery.body.toString('utf8'), PAYLOAD, 'the body that arrived');
      checkEqual(delivery.headers['webhook-id'], event.event_id, 'webhook-id');
      verifyWithPublicLibraries(delivery, webhookSecret);
      return { event_id: event.event_id, verified_by: 'stripe, standardwebhooks' };
    },
  },
  {
    name: 'dead_letter',
    title: 'The endpoint is down: every attempt is made, then the dead-letter queue',
    async run(context) {
      const { hooks, endpoint, invokeDlqProcessor, maxAttempts, retriesMs } = context;
      endpoint.answer(503);
      const before = endpoint.deliveries.length;
      const answer = await hooks.postEvent('{"type":"order.refunded","order_id":1042}');
      const deadEventId = eventIdOf(answer.body);
      context.deadEventId = deadEventId;
      const event = await hooks.waitForStatus(deadEventId, 'DLQ', retriesMs);
      const attempts = event.deliveries[0]?.attempts ?? [];
      checkEqual(attempts.length, maxAttempts, 'the number of attempts recorded');
      checkEqual(
        endpoint.deliveries.length - before,
        maxAttempts,
        'the number of requests that the endpoint saw',
      );
      check(
        attempts.every(({ status_code: status }) => status === 503),
        'each attempt was answered 503',
      );
      const found = await waitForDeadLetter(invokeDlqProcessor, deadEventId);
      checkEqual(found.reason, 'attempts_exhausted', 'the reason in the dead-letter queue');
      return { event_id: deadEventId, attempts: attempts.length, reason: String(found.reason) };
    },
  },
  {
    name: 'requeue',
    title: 'The endpoint is fixed: requeue, and it is delivered',
    async run({ hooks, endpoint, invokeDlqProcessor, webhookSecret, deadEventId, deliveryMs }) {
      check(deadEventId !== undefined, 'an event was dead-lettered');
      endpoint.answer(200);
      const before = endpoint.deliveries.length;
      const wanted = { eventIds: [deadEventId], maxMessages: 1 };
      const result = await invokeDlqProcessor({ action: 'requeue', ...wanted });
      checkEqual(result.requeued, 1, 'the number of events requeued');
      const event = await hooks.waitForStatus(deadEventId, 'DELIVERED', deliveryMs);
      checkEqual(endpoint.deliveries.length - before, 1, 'the number of requests after the requeue');
      const delivery = endpoint.deliveries.at(-1);
      check(delivery !== undefined, 'the endpoint got the delivery');
      verifyWithPublicLibraries(delivery, webhookSecret);
      const left = await invokeDlqProcessor({ action: 'peek', eventIds: [deadEventId] });
      checkEqual(left.matched, 0, 'the number of its dead letters left');
      return { event_id: event.event_id, generation: event.deliveries[0]?.attempts.at(-1)?.generation ?? 0 };
    },
  },
  ...replaySteps,
  ...orderingSteps,
  {
    name: 'bad_token',
    title: 'A missing, mistyped or unknown token is refused, and nothing happens',
    async run({ anonymous, stranger, endpoint }) {
      const before = endpoint.deliveries.length;
      const missing = await anonymous.postEvent(PAYLOAD);
      const unknown = await stranger.postEvent(PAYLOAD);
      checkEqual(missing.status, 401, 'the answer without a token');
      checkEqual(unknown.status, 401, 'the answer to an unknown token');
      check(
        (missing.headers.get('content-type') ?? '').startsWith('application/problem+json'),
        'a refusal is application/problem+json',
      );
      checkEqual(endpoint.deliveries.length, before, 'the number of requests at the endpoint');
      return { missing: missing.status, unknown: unknown.status };
    },
  },
  {
    name: 'idempotency',
    title: 'The same Idempotency-Key: one event, one delivery; another body: 409',
    async run({ hooks, endpoint, deliveryMs }) {
      const before = endpoint.deliveries.length;
      const body = '{"type":"order.shipped","order_id":1042}';
      const answers = await Promise.all([1, 2, 3].map(() => hooks.postEvent(body, 'order-1042-shipped')));
      check(
        answers.every(({ status }) => status === 201),
        `each repeat is answered 201 (${answers.map(({ status }) => status).join(', ')})`,
      );
      const ids = new Set(answers.map((answer) => eventIdOf(answer.body)));
      checkEqual(ids.size, 1, 'the number of events made');
      const [eventId = ''] = ids;
      await hooks.waitForStatus(eventId, 'DELIVERED', deliveryMs);
      const later = await hooks.postEvent(body, 'order-1042-shipped');
      checkEqual(eventIdOf(later.body), eventId, 'the event of a later repeat');
      const other = await hooks.postEvent('{"type":"order.shipped","order_id":7}', 'order-1042-shipped');
      checkEqual(other.status, 409, 'the answer to the same key with another body');
      checkEqual(endpoint.deliveries.length - before, 1, 'the number of deliveries');
      return { event_id: eventId, requests: answers.length + 1, deliveries: 1, other_body: other.status };
    },
  },
  ...outageSteps,
];

/** The status is written before the dead letter is sent: it may be a moment behind. */
async function waitForDeadLetter(
  invoke: OutboundContext['invokeDlqProcessor'],
  eventId: string,
): Promise<Record<string, unknown>> {
  for (let round = 0; round < 10; round += 1) {
    // With as many as it looks for, it need not wait for the end of the queue.
    const { messages } = await invoke({ action: 'peek', eventIds: [eventId], maxMessages: 1 });
    if (Array.isArray(messages) && messages.length > 0) return messages[0];
  }
  throw new Error(`Event ${eventId} is not in the dead-letter queue`);
}
