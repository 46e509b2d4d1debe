import { CHANNEL_QUEUES } from '@switchyard/core/channels';
import { contextObject11Schema } from '@switchyard/core/context-object';
import { parseDeadLetter } from '@switchyard/core/deliveries';
import { holdReason, isReadable } from '@switchyard/core/endpoints';
import * as z from 'zod';
import { isSignedWith } from '../world/receivers.ts';
import { type Found, idOf } from './found.ts';

/** What must hold at the end of every run, whatever failed on the way. Each names what does not. */
type Rule = (found: Found) => string[];

const FINAL = ['DELIVERED', 'DLQ', 'HELD', 'PURGED'];

/** Every event that was acknowledged is stored as it came, and each of its deliveries has ended or is held. */
const nothingIsLost: Rule = ({ acknowledged, events, deliveries }) => {
  const byEvent = new Map(events.map((event) => [`${event.tenantId} ${event.eventId}`, event]));
  const byId = new Map(deliveries.map((delivery) => [idOf(delivery), delivery]));
  return acknowledged.flatMap(({ tenantId, eventId, body }) => {
    const event = byEvent.get(`${tenantId} ${eventId}`);
    if (event === undefined) return [`${tenantId} ${eventId} was acknowledged and is not there`];
    if (Buffer.compare(event.payload, Buffer.from(body)) !== 0)
      return [`${tenantId} ${eventId} has other bytes than were sent`];
    return event.endpointIds.flatMap((endpointId) => {
      const id = idOf({ tenantId, eventId, endpointId });
      const status = byId.get(id)?.status ?? 'absent';
      return FINAL.includes(status) ? [] : [`${id} was acknowledged and is ${status}`];
    });
  });
};

/** What is said to be delivered was answered with a 2xx, with the bytes that came in. */
const deliveredWasReceived: Rule = ({ deliveries, events, endpoints, receipts }) => {
  const targets = new Map(
    endpoints.flatMap((each) =>
      isReadable(each) ? [[`${each.tenantId} ${each.endpointId}`, each.targetUrl]] : [],
    ),
  );
  const payloads = new Map(
    events.map(({ tenantId, eventId, payload }) => [`${tenantId} ${eventId}`, payload]),
  );
  return deliveries.flatMap((delivery) => {
    const { tenantId, eventId, endpointId, status } = delivery;
    const target = targets.get(`${tenantId} ${endpointId}`);
    const own = receipts.filter(({ targetUrl, webhookId }) => targetUrl === target && webhookId === eventId);
    const payload = payloads.get(`${tenantId} ${eventId}`);
    const found: string[] = [];
    if (status === 'DELIVERED' && !own.some(({ answer }) => 'status' in answer && answer.status < 300))
      found.push(`${idOf(delivery)} is DELIVERED, but was never answered with a 2xx`);
    if (payload !== undefined && own.some(({ body }) => Buffer.compare(body, payload) !== 0))
      found.push(`${idOf(delivery)} was posted with other bytes than were sent`);
    return found;
  });
};

/** Every request is signed with a secret that its endpoint has, as the public library checks it. */
const everyRequestIsSigned: Rule = ({ receipts, endpoints }) =>
  receipts.flatMap((receipt) => {
    const of = endpoints.filter((each) => isReadable(each) && each.targetUrl === receipt.targetUrl);
    const isSigned = of.some(
      (each) => isReadable(each) && each.secrets.some(({ secret }) => isSignedWith(secret, receipt)),
    );
    return of.length === 0 || isSigned ? [] : [`${receipt.webhookId} came to ${receipt.targetUrl} unsigned`];
  });

/**
 * Each request is an attempt in the history, but for those whose record a crash prevented: of each delivery that was
 * under way one a crash, with the same `webhook-id`.
 */
const oneDuplicateACrash: Rule = ({ deliveries, receipts, endpoints, crashes }) =>
  deliveries.flatMap((delivery) => {
    const { tenantId, endpointId, eventId, attempts } = delivery;
    const endpoint = endpoints.find((each) => each.tenantId === tenantId && each.endpointId === endpointId);
    if (endpoint === undefined || !isReadable(endpoint)) return [];
    const { targetUrl } = endpoint;
    const requests = receipts.filter(
      (each) => each.targetUrl === targetUrl && each.webhookId === eventId,
    ).length;
    const most = attempts.length + crashes;
    return requests < attempts.length || requests > most
      ? [`${idOf(delivery)} has ${attempts.length} attempts, and ${requests} requests were made`]
      : [];
  });

/** Of each generation an attempt that counts is made once, in order, and nothing is left to be sent. */
const noChainForks: Rule = ({ deliveries }) =>
  deliveries.flatMap((delivery) => {
    const { attempts, outbox, releasing } = delivery;
    const found: string[] = [];
    const starts = attempts.map(({ startedAt }) => startedAt);
    if (starts.join() !== starts.toSorted().join())
      found.push(`${idOf(delivery)}: attempts are not in order`);
    if (new Set(starts).size !== starts.length) found.push(`${idOf(delivery)}: an attempt is there twice`);
    for (const generation of new Set(attempts.map((each) => each.generation))) {
      const numbers = attempts.filter((each) => each.generation === generation).map(({ attempt }) => attempt);
      if (numbers.some((number, index) => number < (numbers[index - 1] ?? 1)))
        found.push(`${idOf(delivery)}: attempts of generation ${generation} are ${numbers.join()}`);
    }
    if (outbox !== undefined) found.push(`${idOf(delivery)} still has ${outbox.kind} to send`);
    if (releasing) found.push(`${idOf(delivery)} is still being released`);
    return found;
  });

/** The dead-letter queue, the index and the table say the same. */
const deadLettersAgree: Rule = ({ deliveries, world, crashes }) => {
  const letters = [...world.queues.named('deliveries-dlq').messages.values()].map(({ body }) =>
    parseDeadLetter(body),
  );
  const countOf = new Map<string, number>();
  for (const letter of letters) {
    if (letter === undefined) return ['a dead letter cannot be read'];
    const id = `${idOf(letter)} ${letter.generation}`;
    countOf.set(id, (countOf.get(id) ?? 0) + 1);
  }
  return deliveries.flatMap((delivery) => {
    const { status, generation, item } = delivery;
    const current = countOf.get(`${idOf(delivery)} ${generation}`) ?? 0;
    const found: string[] = [];
    if (status === 'DLQ' && current === 0) found.push(`${idOf(delivery)} is DLQ and has no dead letter`);
    if (status === 'DLQ' && current > 1 + crashes)
      found.push(`${idOf(delivery)} has ${current} dead letters`);
    // A duplicate of a letter that was requeued meanwhile is of an earlier generation.
    if (status !== 'DLQ' && status !== 'PURGED' && current > 0)
      found.push(`${idOf(delivery)} is ${status} and has a dead letter of its generation`);
    const partition = String(item.attentionPk ?? '');
    const indexed = partition.endsWith('#DLQ') ? 'DLQ' : partition.endsWith('#HELD') ? 'HELD' : '';
    const expected = status === 'DLQ' || status === 'HELD' ? status : '';
    if (indexed !== expected) found.push(`${idOf(delivery)} is ${status} and in the index as "${indexed}"`);
    return found;
  });
};

/** What is held is held by its endpoint. */
const nothingIsForgotten: Rule = ({ deliveries, endpoints }) =>
  deliveries.flatMap((delivery) => {
    if (delivery.status !== 'HELD') return [];
    const endpoint = endpoints.find(
      ({ tenantId, endpointId }) => tenantId === delivery.tenantId && endpointId === delivery.endpointId,
    );
    const holds = endpoint !== undefined && isReadable(endpoint) && holdReason(endpoint) !== undefined;
    return holds ? [] : [`${idOf(delivery)} is HELD, and its endpoint is in service`];
  });

/** Each message of a conversation is stored once, and is in its channel's queue: twice at most where a crash hid that. */
const conversationsHoldEachOnce: Rule = ({ items, world, crashes }) => {
  const routed = CHANNEL_QUEUES.flatMap(({ name }) => [...world.queues.named(name).messages.values()]);
  const ids = routed.map(({ body }) => contextObject11Schema.parse(JSON.parse(body)).message.message_id);
  const stored = items.filter(({ sk, conversationId }) => sk === 'CALLBACK' && conversationId !== undefined);
  const storedIds = stored.map(({ message }) => storedMessageSchema.parse(message).providerId);
  const found = ids.filter((id) => !storedIds.includes(id)).map((id) => `${id} is routed and not stored`);
  return [
    ...found,
    ...storedIds.flatMap((id) => {
      const copies = ids.filter((each) => each === id).length;
      return copies < 1 || copies > 1 + crashes ? [`${id} is in its queue ${copies} times`] : [];
    }),
  ];
};
const storedMessageSchema = z.object({ providerId: z.string() });

/** Nothing waits any more, and no message was handed out until SQS gave up. */
const queuesAreEmpty: Rule = ({ world }) =>
  world.queues.all().flatMap(({ name, messages }) => {
    const isForOthers = CHANNEL_QUEUES.some((queue) => queue.name === name) || name === 'deliveries-dlq';
    return isForOthers || messages.size === 0 ? [] : [`${messages.size} messages are left in ${name}`];
  });

/** The same event under two ids would be one too many for its receiver. */
const sameIdForTheSame: Rule = ({ acknowledged, receipts, crashes }) =>
  acknowledged.flatMap(({ body, hasKey, tenantId }) => {
    const bytes = Buffer.from(body);
    const ids = new Set(receipts.filter((each) => bytes.equals(each.body)).map(({ webhookId }) => webhookId));
    const most = hasKey ? 1 : 1 + crashes;
    return ids.size > most ? [`${tenantId}: one event was delivered under ${[...ids].join(', ')}`] : [];
  });

const RULES: readonly Rule[] = [
  nothingIsLost,
  deliveredWasReceived,
  everyRequestIsSigned,
  oneDuplicateACrash,
  noChainForks,
  deadLettersAgree,
  nothingIsForgotten,
  conversationsHoldEachOnce,
  queuesAreEmpty,
  sameIdForTheSame,
];

export const violations = (found: Found): string[] => RULES.flatMap((rule) => rule(found));
