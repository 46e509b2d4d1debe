import { isObject } from '@switchyard/aws-local/json';
import { hashApiKey } from '@switchyard/core/tenants';
import { PATIENCE_MS } from '../wait-until.ts';
import { BODY, type BundleFlow, delivered, idIn, newTenant, send, untilAnswered } from './bundle-flow.ts';
import type { CrashStack } from './open-crash-stack.ts';

/** @param isAsked whether the function is the one that is asked: what is read from it later is no part of the flow */
const sendOne =
  (key: string | undefined, isAsked: boolean) =>
  async (stack: CrashStack, marks: string[]): Promise<number> => {
    const tenant = await newTenant(stack, marks);
    const eventId = await send(tenant, key);
    if (isAsked) marks.length = 0;
    // Without a key a request that was cut off and its repeat are two events.
    return delivered(tenant, [eventId], key === undefined ? 2 : 1);
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

/** API Gateway asks who it is, and remembers that. */
async function authorize(stack: CrashStack, marks: string[]): Promise<number> {
  const tenant = await newTenant(stack, []);
  marks.push(hashApiKey(tenant.apiKey));
  return delivered(tenant, [await send(tenant, 'k')]);
}

/** To an endpoint that has taken long lately. */
async function deliverSlowly(stack: CrashStack, marks: string[]): Promise<number> {
  const tenant = await newTenant(stack, []);
  const { tenantId } = tenant;
  await stack.documents.update({
    TableName: stack.local.tables.TenantWebhookConfig,
    Key: { tenantId, endpointId: 'default' },
    UpdateExpression: 'SET slowSince = :now',
    ExpressionAttributeValues: { ':now': new Date().toISOString() },
  });
  marks.push(tenantId);
  return delivered(tenant, [await send(tenant, 'k')]);
}

/** To the receiver of ours, which verifies what comes. @returns how many attempts were made */
async function receive(stack: CrashStack, marks: string[]): Promise<number> {
  const tenant = await newTenant(stack, marks);
  const { tenantId, hooks } = tenant;
  await stack.documents.update({
    TableName: stack.local.tables.TenantWebhookConfig,
    Key: { tenantId, endpointId: 'default' },
    UpdateExpression: 'SET targetUrl = :url',
    ExpressionAttributeValues: { ':url': `${stack.local.receiver_url}/${tenantId}/webhook` },
  });
  const eventId = await send(tenant, 'k');
  const { deliveries } = await hooks.waitForStatus(eventId, 'DELIVERED', PATIENCE_MS);
  return deliveries.flatMap(({ attempts }) => attempts).length;
}

/** An operator switches the receiver on, and sees that it is. */
async function switchOn(stack: CrashStack, marks: string[]): Promise<number> {
  const operate = (action: string, method: string) =>
    untilAnswered(() => stack.operateReceiver(action, method));
  // Of the item that it writes: the token is read from memory where somebody asked before.
  marks.push('SWITCH');
  await operate('enable', 'POST');
  marks.length = 0;
  const { body } = await operate('status', 'GET');
  if (!isObject(body) || body.enabled !== true) throw new Error(`It is ${JSON.stringify(body)}`);
  return 0;
}

/** What tenants send, and how it arrives. */
export const SEND_FLOWS: readonly BundleFlow[] = [
  { name: 'event', functionName: 'authorizer', run: authorize },
  { name: 'event', functionName: 'ingest-api', run: sendOne(undefined, true) },
  { name: 'event with a key', functionName: 'ingest-api', isLong: true, run: sendOne('k', true) },
  { name: 'batch', functionName: 'ingest-api', isLong: true, run: sendBatch(true) },
  { name: 'event', functionName: 'worker', run: sendOne('k', false) },
  { name: 'batch', functionName: 'worker', isLong: true, run: sendBatch(false) },
  { name: 'slow endpoint', functionName: 'slow-worker', run: deliverSlowly },
  { name: 'delivery', functionName: 'receiver', run: receive },
  { name: 'switch', functionName: 'receiver', isLong: true, run: switchOn },
];
