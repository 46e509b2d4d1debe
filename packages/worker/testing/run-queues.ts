import { toIso } from '@switchyard/core/clock';
import {
  type ControlMessage,
  type Delivery,
  type DeliveryMessage,
  deliverySchema,
} from '@switchyard/core/deliveries';
import { type Endpoint, parseEndpoint, type StoredEndpoint } from '@switchyard/core/endpoints';
import { eventKey } from '@switchyard/core/events';
import { newId } from '@switchyard/core/ids';
import { aDeliveryMessage, anEndpoint, anEvent, NOW, TENANT_ID } from '@switchyard/core/testing';
import type { SQSRecord } from 'aws-lambda';
import type { BreakerPolicy } from '../src/breaker.ts';
import { processBatch } from '../src/process-batch.ts';
import { aBreakerPolicy } from './builders.ts';
import { setUpDeliver } from './deliver-setup.ts';

export type Waiting = {
  readonly messageId: string;
  readonly message: DeliveryMessage | ControlMessage;
  dueAt: number;
  receives: number;
};

const VISIBILITY_MS = 180_000;
/** More messages than any of these tests needs: something goes on for ever. */
const TOO_MANY = 5_000;

/** The worker with both of its queues, which hand out what is due and move the time to it. */
export function setUpQueues(options: {
  readonly events: number;
  readonly endpoint?: Partial<Endpoint>;
  readonly policy?: Partial<BreakerPolicy>;
  readonly heldRetentionMs?: number;
}) {
  const setup = setUpDeliver({ event: null, endpoints: [anEndpoint(options.endpoint)] });
  const { context, queue, table, endpoints, time } = setup;
  const waiting: Waiting[] = [];
  const delivered: string[] = [];
  let taken = { deliveries: 0, control: 0 };
  let messages = 0;
  let copies = 1;

  const add = (message: Waiting['message'], delaySeconds: number | undefined) => {
    messages += 1;
    if (messages > TOO_MANY) throw new Error('It never ends.');
    const dueAt = time.clock() + (delaySeconds ?? 0) * 1_000;
    for (let copy = 0; copy < copies; copy += 1)
      waiting.push({ messageId: `m${messages}`, message, dueAt, receives: 0 });
  };
  function takeSent(): void {
    for (const sent of queue.sent().slice(taken.deliveries)) add(sent.message, sent.delaySeconds);
    for (const sent of queue.control.slice(taken.control)) add(sent.message, sent.delaySeconds);
    taken = { deliveries: queue.sent().length, control: queue.control.length };
  }

  const eventIds = Array.from({ length: options.events }, (_, number) => {
    const createdAt = NOW - (options.events - number) * 1_000;
    const event = anEvent({ eventId: newId('evt', createdAt), createdAt: toIso(createdAt) });
    table.store({ ...eventKey(TENANT_ID, event.eventId), ...event });
    return event.eventId;
  });
  const { post } = context;
  const posting: typeof context = {
    ...context,
    breakerPolicy: aBreakerPolicy(options.policy),
    heldRetentionMs: options.heldRetentionMs ?? context.heldRetentionMs,
    post: async (targetUrl, signed) => {
      const result = await post(targetUrl, signed);
      if (result.kind === 'answered' && result.statusCode === 200)
        delivered.push(String(signed.headers['webhook-id']));
      return result;
    },
  };

  /** Hands out the message that is due next. @returns false when there is none until then */
  async function step(untilMs: number): Promise<boolean> {
    takeSent();
    waiting.sort((a, b) => a.dueAt - b.dueAt);
    const next = waiting[0];
    if (next === undefined || next.dueAt > untilMs) return false;
    time.advance(Math.max(0, next.dueAt - time.clock()));
    next.receives += 1;
    const { batchItemFailures } = await processBatch(posting, [aRecord(next)], 'request-1');
    if (batchItemFailures.length > 0) next.dueAt = time.clock() + VISIBILITY_MS;
    else waiting.splice(waiting.indexOf(next), 1);
    return true;
  }

  return {
    ...setup,
    eventIds,
    /** Ids of events in the order in which the receiver took them. */
    delivered,
    /** Puts the first message of each event into the queue. */
    accept: (): void => {
      for (const eventId of eventIds) add(aDeliveryMessage({ eventId }), 0);
    },
    /** From now on each message is handed out twice. */
    receiveTwice: (): void => {
      copies = 2;
    },
    /** Until nothing is left to do, or for so long. */
    run: async (forMs = Number.POSITIVE_INFINITY): Promise<void> => {
      const untilMs = time.clock() + forMs;
      while (await step(untilMs));
      if (Number.isFinite(forMs)) time.advance(untilMs - time.clock());
    },
    deliveries: (): Delivery[] =>
      table
        .items()
        .flatMap((item) => (!String(item.sk).startsWith('DELIVERY#') ? [] : [deliverySchema.parse(item)])),
    endpoint: (): Endpoint => {
      const found: StoredEndpoint | undefined = parseEndpoint(endpoints.items()[0]);
      if (found === undefined || found.status === 'UNREADABLE') throw new Error('The endpoint is not there.');
      return found;
    },
  };
}

export type TestQueues = ReturnType<typeof setUpQueues>;

export const aRecord = ({ messageId, message, receives }: Waiting): SQSRecord => ({
  messageId,
  receiptHandle: messageId,
  body: JSON.stringify(message),
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: 'AIDA',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:1:delivery',
  awsRegion: 'eu-west-1',
});
