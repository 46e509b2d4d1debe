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
  /** Asked as API Gateway does; absent: it is the tenant. */
  readonly bearer?: string;
  /** Besides those that go without saying. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** As `aws lambda invoke --payload` hands it to the dlq-processor. */
export type OperatorRequest = { readonly action: string; readonly [name: string]: unknown };

const authorizationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unauthorized') }),
  z.object({ kind: z.enum(['allowed', 'suspended']), identity: z.looseObject({ tenantId: z.string() }) }),
  z.object({
    kind: z.literal('portal'),
    identity: z.looseObject({ tenantId: z.string() }),
    state: z.string(),
  }),
]);
const commandSchema = z.object({
  exitCode: z.number(),
  answer: z.looseObject({}).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
const answerSchema = z.object({ statusCode: z.number(), body: z.string() });
const eventSchema = z.object({ event_id: z.string() });
const batchSchema = z.object({
  results: z.array(z.object({ status_code: z.number(), event_id: z.string().optional() })),
});

/** Codes of a command's errors after which an operator gives it once more. */
const TRY_AGAIN = ['function_failed', 'unavailable'];

/** A caller is patient: for some minutes. */
const MOST_TRIES = 60;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/** Those who call from outside: tenants, providers, operators. Whoever gets no answer, or a 5xx, asks again. */
export function createCaller({ time, functions }: World) {
  const acknowledged: Acknowledged[] = [];
  /** `POST /v1/events`, `callback sms`, `dlq requeue`, `tenants create`: each thing that was asked for. */
  const asked = new Set<string>();

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

  /** As API Gateway does, which keeps nothing here. @returns what it hands on; undefined: a 401 */
  async function authorize(bearer: string): Promise<Record<string, string> | undefined> {
    const payload = { authorizationToken: `Bearer ${bearer}` };
    const result = authorizationSchema.parse(await untilAnswered(functions.authorizer, payload));
    if (result.kind === 'unauthorized') return undefined;
    const { tenantId, keyId, access, expiresAt } = result.identity;
    if (result.kind !== 'portal') return { tenantId, keyId: String(keyId), plan: 'standard' };
    const link = {
      role: 'portal',
      access: String(access),
      expiresAt: String(expiresAt),
      state: result.state,
    };
    return { tenantId, keyId: String(keyId), ...link };
  }

  async function ask({
    method = 'POST',
    path,
    body,
    key,
    tenantId = TENANT_ID,
    bearer,
    headers = {},
  }: TenantRequest) {
    asked.add(`${method} ${path}`);
    const authorizer =
      bearer === undefined ? { tenantId, plan: 'standard', keyId: 'key_1' } : await authorize(bearer);
    if (authorizer === undefined) return { status: 401, body: '', json: undefined };
    const answer = await askHttp(functions.ingestApi, {
      method,
      path,
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      authorizer,
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

  /** Sends lines until all of them are acknowledged, with one key or each with its own. */
  async function sendBatch(
    lines: readonly string[],
    key: string | undefined,
    keyField?: string,
  ): Promise<void> {
    const headers = {
      'content-type': 'application/x-ndjson',
      ...(keyField === undefined ? {} : { 'idempotency-key-field': keyField }),
    };
    const withKey = key === undefined ? {} : { key };
    const request = { path: '/v1/events', body: lines.join('\n'), headers, ...withKey };
    for (;;) {
      const results = batchSchema.parse((await must(request)).json).results;
      // A line that a request which was cut off holds is answered 503: it is sent again, with all others.
      if (results.some(({ status_code: status }) => status >= 500)) {
        await rest(FIRST_WAIT_MS);
        continue;
      }
      for (const [index, { event_id: eventId = '' }] of results.entries())
        acknowledged.push({ tenantId: TENANT_ID, eventId, body: lines[index] ?? '', hasKey: true });
      return;
    }
  }

  async function rest(ms: number): Promise<void> {
    const activity = time.begin();
    await time.wait(activity, time.sleep(ms));
    time.end(activity);
  }

  return {
    acknowledged,
    asked,
    ask,
    sendBatch,
    rest,
    must,
    send,
    /** A provider calls back, until it is answered. */
    callBack({ method, path, headers, body }: HttpRequest) {
      asked.add(`${method} ${path}`);
      return askHttp(functions.webhookHandler, { method, path, headers, body });
    },
    operate(payload: OperatorRequest) {
      asked.add(`dlq-processor ${payload.action}`);
      return untilAnswered(functions.dlqProcessor, payload);
    },
    /** An operator's command, again when its process or the function that it invoked ended. */
    async command(command: string, written: Readonly<Record<string, unknown>>, typedIn?: string) {
      asked.add(command);
      for (;;) {
        const done = commandSchema.parse(
          await untilAnswered(functions.operator, { command, written, typedIn }),
        );
        if (!TRY_AGAIN.includes(done.error?.code ?? '')) return done;
        await rest(LONGEST_WAIT_MS);
      }
    },
  };
}

const isServerError = (result: unknown): boolean => {
  const answer = answerSchema.safeParse(result);
  return answer.success && answer.data.statusCode >= 500;
};

export type Caller = ReturnType<typeof createCaller>;
