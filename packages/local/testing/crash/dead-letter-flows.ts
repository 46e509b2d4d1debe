import { isObject, type JsonObject } from '@switchyard/aws-local/json';
import { PATIENCE_MS, waitUntil } from '../wait-until.ts';
import { ANY_CALL, type BundleFlow, delivered, newTenant, send, type Tenant } from './bundle-flow.ts';
import type { CrashStack } from './open-crash-stack.ts';

/** A tenant with one dead letter. */
async function withDeadLetter(stack: CrashStack) {
  const tenant = await newTenant(stack, []);
  tenant.endpoint.answer(503);
  const eventId = await send(tenant, 'k');
  await tenant.hooks.waitForStatus(eventId, 'DLQ', PATIENCE_MS);
  await waitUntil('the dead letter', async () =>
    (await stack.operate({ action: 'peek', tenantId: tenant.tenantId }))?.matched === 1 ? true : undefined,
  );
  tenant.endpoint.answer(200);
  return { tenant, eventId };
}

/** As operators do who get no answer, or one that says that something failed: they ask again. */
const untilDone = (stack: CrashStack, payload: JsonObject): Promise<JsonObject> =>
  waitUntil(`${payload.action} is done`, async () => {
    await stack.showDeadLettersAgain();
    const answer = await stack.operate(payload);
    return answer === undefined || Number(answer.failed ?? 0) > 0 ? undefined : answer;
  });

async function requeue(stack: CrashStack, marks: string[]): Promise<number> {
  const { tenant, eventId } = await withDeadLetter(stack);
  marks.push(ANY_CALL);
  await untilDone(stack, { action: 'requeue', tenantId: tenant.tenantId, maxMessages: 1 });
  marks.length = 0;
  const requests = await delivered(tenant, [eventId]);
  const left = await untilDone(stack, { action: 'requeue', tenantId: tenant.tenantId });
  if (left.requeued !== 0) throw new Error(`It was requeued again: ${JSON.stringify(left)}`);
  return requests;
}

async function purge(stack: CrashStack, marks: string[]): Promise<number> {
  const { tenant, eventId } = await withDeadLetter(stack);
  marks.push(ANY_CALL);
  await untilDone(stack, { action: 'purge', tenantId: tenant.tenantId, maxMessages: 1 });
  marks.length = 0;
  await tenant.hooks.waitForStatus(eventId, 'PURGED', PATIENCE_MS);
  return tenant.endpoint.deliveries.length;
}

/** Its endpoint is out of service for the worker too, so that what is started anew is held anew. */
async function withHeld(stack: CrashStack, marks: string[]): Promise<{ tenant: Tenant; eventId: string }> {
  const tenant = await newTenant(stack, []);
  await tenant.hooks.call('POST', '/v1/endpoints/default/pause');
  const eventId = await send(tenant, 'k');
  await tenant.hooks.waitForStatus(eventId, 'HELD', PATIENCE_MS);
  marks.push(tenant.tenantId);
  return { tenant, eventId };
}

async function requeueHeld(stack: CrashStack, marks: string[]): Promise<number> {
  const { tenant, eventId } = await withHeld(stack, marks);
  await untilDone(stack, { action: 'requeue', held: true, tenantId: tenant.tenantId });
  marks.length = 0;
  await tenant.hooks.call('POST', '/v1/endpoints/default/resume');
  return delivered(tenant, [eventId]);
}

async function purgeHeld(stack: CrashStack, marks: string[]): Promise<number> {
  const { tenant, eventId } = await withHeld(stack, marks);
  await untilDone(stack, { action: 'purge', held: true, tenantId: tenant.tenantId });
  await tenant.hooks.waitForStatus(eventId, 'PURGED', PATIENCE_MS);
  return tenant.endpoint.deliveries.length;
}

async function replay(stack: CrashStack, marks: string[]): Promise<number> {
  const tenant = await newTenant(stack, []);
  const { tenantId, hooks } = tenant;
  const eventId = await send(tenant, 'k');
  await delivered(tenant, [eventId]);
  marks.push(tenantId);
  const start = { action: 'replay_start', tenantId, status: 'DELIVERED', idempotencyKey: 'r' };
  await untilDone(stack, start);
  marks.length = 0;
  await waitUntil('the replay is done', async () => {
    const answer = await stack.operate({ action: 'replay_list', tenantId });
    const replays: unknown[] = Array.isArray(answer?.replays) ? answer.replays : [];
    if (replays.length > 1) throw new Error(`There are ${replays.length} replays`);
    return replays.some((each) => isObject(each) && each.state === 'done') ? true : undefined;
  });
  const event = await waitUntil('it is delivered again', async () => {
    const found = await hooks.getEvent(eventId);
    const attempts = found.deliveries.flatMap((each) => each.attempts);
    return attempts.some(({ generation }) => generation === 2) ? found : undefined;
  });
  if (event.status !== 'DELIVERED') throw new Error(`It is ${event.status}`);
  return delivered(tenant, [eventId]);
}

/** What operators do about what was given up or is held. */
export const DEAD_LETTER_FLOWS: readonly BundleFlow[] = [
  { name: 'requeue', functionName: 'dlq-processor', isLong: true, isAlone: true, run: requeue },
  { name: 'purge', functionName: 'dlq-processor', isLong: true, isAlone: true, run: purge },
  { name: 'requeue what is held', functionName: 'dlq-processor', run: requeueHeld },
  { name: 'purge what is held', functionName: 'dlq-processor', isLong: true, run: purgeHeld },
  { name: 'replay', functionName: 'dlq-processor', isLong: true, run: replay },
];
