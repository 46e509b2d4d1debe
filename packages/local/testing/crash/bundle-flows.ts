import { randomBytes } from 'node:crypto';
import { isObject } from '@switchyard/aws-local/json';
import { ownedAddressKey } from '@switchyard/core/addresses';
import { toIso } from '@switchyard/core/clock';
import { anSms, twilioRequest } from '@switchyard/webhook-handler/testing';
import type { HooksAnswer } from '../../src/demo/hooks-client.ts';
import { newNumber, newSid, putConversation } from '../inbound-conversation.ts';
import { postCallback } from '../inbound-flow.ts';
import { PATIENCE_MS, waitUntil } from '../wait-until.ts';
import type { CrashStack } from './open-crash-stack.ts';

/** What somebody asks for, until it is done, while one function ends once. */
export type BundleFlow = {
  readonly name: string;
  readonly functionName: string;
  /** Too long for a test: it waits for a lease. */
  readonly isLong?: true;
  /**
   * @param marks gets the texts by which the function's calls are known
   * @returns how many requests the endpoint got
   * @throws when a promise does not hold
   */
  readonly run: (stack: CrashStack, marks: string[]) => Promise<number>;
};

const BODY = '{"type":"order.paid","n":1.0}';

async function newTenant(stack: CrashStack, marks: string[]) {
  const tenantId = `tenant-${randomBytes(6).toString('hex')}`;
  marks.push(tenantId);
  return stack.createTenant(tenantId);
}
type Tenant = Awaited<ReturnType<typeof newTenant>>;

/** As callers do: whoever gets no answer, or a 5xx, asks again. */
const untilAnswered = (ask: () => Promise<HooksAnswer>): Promise<HooksAnswer> =>
  waitUntil('an answer', async () => {
    const answer = await ask();
    return answer.status < 500 ? answer : undefined;
  });

function idIn(answer: unknown): string {
  if (isObject(answer) && typeof answer.event_id === 'string') return answer.event_id;
  throw new Error(`Not accepted: ${JSON.stringify(answer)}`);
}

/** It ends DELIVERED, with the bytes that came in; whatever else came was of the same caller's unanswered request. */
async function delivered({ hooks, endpoint }: Tenant, eventIds: readonly string[], most = eventIds.length) {
  for (const eventId of eventIds) await hooks.waitForStatus(eventId, 'DELIVERED', PATIENCE_MS);
  const ids = new Set(endpoint.deliveries.map(({ headers }) => headers['webhook-id']));
  const missing = eventIds.filter((id) => !ids.has(id));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} is DELIVERED and never came`);
  if (ids.size > most) throw new Error(`The endpoint got ${[...ids].join(', ')}, and ${most} were asked for`);
  const changed = endpoint.deliveries.find(({ body }) => !body.equals(Buffer.from(BODY)));
  if (changed !== undefined) throw new Error(`The endpoint got other bytes: ${changed.body}`);
  return endpoint.deliveries.length;
}

/** @param isAsked whether the function is the one that is asked: what is read from it later is no part of the flow */
const sendOne =
  (key: string | undefined, isAsked: boolean) =>
  async (stack: CrashStack, marks: string[]): Promise<number> => {
    const tenant = await newTenant(stack, marks);
    const { body } = await untilAnswered(() => tenant.hooks.postEvent(BODY, key));
    if (isAsked) marks.length = 0;
    // Without a key a request that was cut off and its repeat are two events.
    return delivered(tenant, [idIn(body)], key === undefined ? 2 : 1);
  };

const sendBatch =
  (isAsked: boolean) =>
  async (stack: CrashStack, marks: string[]): Promise<number> => {
    const tenant = await newTenant(stack, marks);
    const lines = [BODY, BODY, BODY].join('\n');
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'batch' };
    const { body } = await untilAnswered(() => tenant.hooks.call('POST', '/v1/events', lines, headers));
    const results: unknown[] = isObject(body) && Array.isArray(body.results) ? body.results : [];
    if (isAsked) marks.length = 0;
    if (results.length !== 3) throw new Error(`Not accepted: ${JSON.stringify(body)}`);
    return delivered(tenant, results.map(idIn));
  };

async function receiveSms(stack: CrashStack, marks: string[]): Promise<number> {
  const tenant = await newTenant(stack, marks);
  const { documents, local } = stack;
  const eventsTable = local.tables.Events;
  const [from, to, sid] = [newNumber(), newNumber(), newSid()];
  marks.push(from, to, sid);
  const owned = { tenantId: tenant.tenantId, channel: 'sms', address: to, assignedAt: toIso(Date.now()) };
  await documents.put({ TableName: eventsTable, Item: { ...ownedAddressKey('sms', to), ...owned } });
  await putConversation({ documents, eventsTable }, 'sms', from, { tenantId: tenant.tenantId });
  const form = anSms({ From: from, To: to, MessageSid: sid, SmsSid: sid, SmsMessageSid: sid });
  const request = twilioRequest({ route: 'sms', baseUrl: local.hooks_url, form });
  await waitUntil('an answer to the provider', async () =>
    (await postCallback(local.hooks_url, request)).status === 200 ? true : undefined,
  );
  await stack.replies.take(sid);
  const found = await waitUntil('the event of the message', async () => {
    const own = tenant.endpoint.deliveries.filter(({ body }) => body.includes(sid));
    return own.length === 0 ? undefined : own;
  });
  const [eventId = ''] = found.map(({ headers }) => String(headers['webhook-id']));
  await tenant.hooks.waitForStatus(eventId, 'DELIVERED', PATIENCE_MS);
  const ids = new Set(tenant.endpoint.deliveries.map(({ headers }) => headers['webhook-id']));
  if (ids.size > 1) throw new Error(`One message became the events ${[...ids].join(', ')}`);
  return tenant.endpoint.deliveries.length;
}

export const BUNDLE_FLOWS: readonly BundleFlow[] = [
  { name: 'event', functionName: 'ingest-api', run: sendOne(undefined, true) },
  { name: 'event with a key', functionName: 'ingest-api', isLong: true, run: sendOne('k', true) },
  { name: 'batch', functionName: 'ingest-api', isLong: true, run: sendBatch(true) },
  { name: 'event', functionName: 'worker', run: sendOne('k', false) },
  { name: 'batch', functionName: 'worker', isLong: true, run: sendBatch(false) },
  { name: 'sms', functionName: 'webhook-handler', run: receiveSms },
];
