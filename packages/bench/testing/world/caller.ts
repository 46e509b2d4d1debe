import { TENANT_ID } from '@switchyard/core/testing';
import * as z from 'zod';
import type { HttpRequest } from '../../../webhook-handler/testing/signed-requests.ts';
import type { SimulatedFunction } from './function.ts';
import type { GatewayRequest } from './functions/answer-http.ts';
import type { World } from './world.ts';

export type Acknowledged = {
  readonly tenantId: string;
  readonly eventId: string;
  readonly body: string;
  readonly hasKey: boolean;
};

export type TenantRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly tenantId?: string;
  /** Besides those that go without saying. */
  readonly headers?: Readonly<Record<string, string>>;
};

const answerSchema = z.object({ statusCode: z.number(), body: z.string() });
const eventSchema = z.object({ event_id: z.string() });
const batchSchema = z.object({ results: z.array(eventSchema) });

/** A caller is patient: for some minutes. */
const MOST_TRIES = 60;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/** Those who call from outside: tenants, providers, operators. Whoever gets no answer, or a 5xx, asks again. */
export function createCaller({ time, functions }: World) {
  const acknowledged: Acknowledged[] = [];

  async function untilAnswered(target: SimulatedFunction, payload: unknown): Promise<unknown> {
    const activity = time.begin();
    let waitMs = FIRST_WAIT_MS;
    try {
      for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
        const invocation = await time.wait(activity, target.invoke(payload));
        if (invocation.kind === 'returned' && !isServerError(invocation.result)) return invocation.result;
        await time.wait(activity, time.sleep(waitMs));
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
      throw new Error(`${target.name} did not answer ${MOST_TRIES} tries.`);
    } finally {
      time.end(activity);
    }
  }
  async function askHttp(target: SimulatedFunction, request: Omit<GatewayRequest, 'kind'>) {
    const { statusCode, body } = answerSchema.parse(
      await untilAnswered(target, { kind: 'http', ...request }),
    );
    return { status: statusCode, body };
  }

  async function ask({
    method = 'POST',
    path,
    body,
    key,
    tenantId = TENANT_ID,
    headers = {},
  }: TenantRequest) {
    const answer = await askHttp(functions.ingestApi, {
      method,
      path,
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      authorizer: { tenantId, plan: 'standard', keyId: 'key_1' },
    });
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  }

  /** @throws when it is not answered with a 2xx in the end */
  async function must(request: TenantRequest) {
    const answer = await ask(request);
    if (answer.status >= 300)
      throw new Error(`${request.path} was answered ${answer.status}: ${answer.body}`);
    return answer;
  }
  /** Sends an event until it is acknowledged. */
  async function send(
    body: string,
    { key, tenantId = TENANT_ID, headers = {} }: Pick<TenantRequest, 'key' | 'tenantId' | 'headers'> = {},
  ): Promise<string> {
    const withKey = key === undefined ? {} : { key };
    const { json } = await must({ path: '/v1/events', body, tenantId, headers, ...withKey });
    const { event_id: eventId } = eventSchema.parse(json);
    acknowledged.push({ tenantId, eventId, body, hasKey: key !== undefined });
    return eventId;
  }

  /** Sends lines until all of them are acknowledged. */
  async function sendBatch(lines: readonly string[], key: string): Promise<void> {
    const headers = { 'content-type': 'application/x-ndjson' };
    const { json } = await must({ path: '/v1/events', body: lines.join('\n'), key, headers });
    for (const [index, { event_id: eventId }] of batchSchema.parse(json).results.entries())
      acknowledged.push({ tenantId: TENANT_ID, eventId, body: lines[index] ?? '', hasKey: true });
  }

  return {
    acknowledged,
    ask,
    sendBatch,
    async rest(ms: number): Promise<void> {
      const activity = time.begin();
      await time.wait(activity, time.sleep(ms));
      time.end(activity);
    },
    must,
    send,
    /** A provider calls back, until it is answered. */
    callBack: ({ method, path, headers, body }: HttpRequest) =>
      askHttp(functions.webhookHandler, { method, path, headers, body }),
    operate: (payload: unknown) => untilAnswered(functions.dlqProcessor, payload),
  };
}

const isServerError = (result: unknown): boolean => {
  const answer = answerSchema.safeParse(result);
  return answer.success && answer.data.statusCode >= 500;
};

export type Caller = ReturnType<typeof createCaller>;
