import { randomBytes } from 'node:crypto';
import { isObject } from '@switchyard/aws-local/json';
import type { HooksAnswer } from '../../src/demo/hooks-client.ts';
import { PATIENCE_MS, waitUntil } from '../wait-until.ts';
import type { CrashStack } from './open-crash-stack.ts';

/** What somebody asks for, until it is done, while one function ends once. */
export type BundleFlow = {
  readonly name: string;
  /** Its short name. */
  readonly functionName: string;
  /** Too long for a test: it waits for a lease, or for others. */
  readonly isLong?: true;
  /** One run after another: its function's calls do not tell for whom they are made. */
  readonly isAlone?: true;
  /**
   * @param marks gets the texts by which the function's calls are known
   * @returns how many requests the endpoint got
   * @throws when a promise does not hold
   */
  readonly run: (stack: CrashStack, marks: string[]) => Promise<number>;
};

/** Is in every call. */
export const ANY_CALL = '';

export const BODY = '{"type":"order.paid","n":1.0}';

export async function newTenant(stack: CrashStack, marks: string[]) {
  const tenantId = `tenant-${randomBytes(6).toString('hex')}`;
  marks.push(tenantId);
  return stack.createTenant(tenantId);
}
export type Tenant = Awaited<ReturnType<typeof newTenant>>;

/** As callers do: whoever gets no answer, or a 5xx, asks again. */
export const untilAnswered = (ask: () => Promise<HooksAnswer>): Promise<HooksAnswer> =>
  waitUntil('an answer', async () => {
    const answer = await ask();
    return answer.status < 500 ? answer : undefined;
  });

export function idIn(answer: unknown): string {
  if (isObject(answer) && typeof answer.event_id === 'string') return answer.event_id;
  throw new Error(`Not accepted: ${JSON.stringify(answer)}`);
}

/** Sends one event until it is accepted. @returns its id */
export const send = async ({ hooks }: Tenant, key?: string): Promise<string> =>
  idIn((await untilAnswered(() => hooks.postEvent(BODY, key))).body);

/** It ends DELIVERED, with the bytes that came in; whatever else came was of the same caller's unanswered request. */
export async function delivered(
  { hooks, endpoint }: Tenant,
  eventIds: readonly string[],
  most = eventIds.length,
): Promise<number> {
  for (const eventId of eventIds) await hooks.waitForStatus(eventId, 'DELIVERED', PATIENCE_MS);
  const ids = new Set(endpoint.deliveries.map(({ headers }) => headers['webhook-id']));
  const missing = eventIds.filter((id) => !ids.has(id));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} is DELIVERED and never came`);
  if (ids.size > most) throw new Error(`The endpoint got ${[...ids].join(', ')}, and ${most} were asked for`);
  const changed = endpoint.deliveries.find(({ body }) => !body.equals(Buffer.from(BODY)));
  if (changed !== undefined) throw new Error(`The endpoint got other bytes: ${changed.body}`);
  return endpoint.deliveries.length;
}
