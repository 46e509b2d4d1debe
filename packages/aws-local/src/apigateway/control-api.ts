import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AuthorizeCall } from '../aws/authorize-call.ts';
import type { AwsRequest } from '../aws/aws-endpoint.ts';
import type { BackendAnswer } from '../aws/backend.ts';
import { accessKeyIdOf } from '../aws/identify-call.ts';
import { parseObject } from '../json.ts';
import type { ApiKeyRecord, UsagePlanModel, UsagePlans } from './usage-plans.ts';

const DAY_MS = 86_400_000;

export type ControlApiDependencies = {
  readonly region: string;
  readonly usagePlans: UsagePlans;
  readonly authorize: AuthorizeCall;
  /** Milliseconds. */
  readonly now: () => number;
};

type Asked = {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
};
type Action = readonly [method: string, path: RegExp, run: (asked: Asked) => BackendAnswer];

const reply = (status: number, body?: object, headers: Record<string, string> = {}): BackendAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body: body === undefined ? '' : JSON.stringify(body),
});
const refuse = (status: number, type: string, message: string): BackendAnswer =>
  reply(status, { message }, { 'x-amzn-errortype': type });
const notFound = (what: string, id = ''): BackendAnswer =>
  refuse(404, 'NotFoundException', `Invalid ${what} identifier specified ${id}`);

/** What of API Gateway's own API usage plans need at run time. @returns undefined when the request is for something else */
export function createControlApi({ region, usagePlans, authorize, now }: ControlApiDependencies) {
  const actions = [...keyActions(usagePlans), ...planActions(usagePlans, now)];
  return (request: AwsRequest): Promise<BackendAnswer> | undefined => {
    const { pathname, searchParams } = new URL(request.path, 'http://local');
    if (!/^\/(apikeys|usageplans)(\/|$)/.test(pathname)) return undefined;
    const resource = `arn:aws:apigateway:${region}::${pathname}`;
    const refusal = authorize(accessKeyIdOf(request.headers), [
      { action: `apigateway:${request.method}`, resource },
    ]);
    if (refusal !== undefined) return Promise.resolve(refuse(403, 'AccessDeniedException', refusal));
    for (const [method, path, run] of actions) {
      const match = method === request.method ? path.exec(pathname) : null;
      if (match === null) continue;
      const ids = match.slice(1).map(decodeURIComponent);
      return Promise.resolve(
        run({ ids, query: searchParams, body: parseObject(String(request.body)) ?? {} }),
      );
    }
    return Promise.resolve(
      refuse(
        400,
        'UnknownOperationException',
        `The local stack does not know ${request.method} ${pathname}.`,
      ),
    );
  };
}

const createKeySchema = z.object({
  name: z.string().default(''),
  value: z.string().min(20).max(128).optional(),
  enabled: z.boolean().default(false),
});
const planKeySchema = z.object({ keyId: z.string(), keyType: z.literal('API_KEY') });

function keyActions(usagePlans: UsagePlans): readonly Action[] {
  const { keys } = usagePlans;
  const view = (key: ApiKeyRecord, withValue: boolean) => ({
    id: key.id,
    name: key.name,
    enabled: key.enabled,
    createdDate: key.createdAt / 1_000,
    ...(withValue ? { value: key.value } : {}),
  });
  return [
    [
      'POST',
      /^\/apikeys$/,
      ({ body }) => {
        const given = createKeySchema.safeParse(body);
        if (!given.success) return refuse(400, 'BadRequestException', z.prettifyError(given.error));
        const { name, value, enabled } = given.data;
        if (value !== undefined && [...keys.values()].some((key) => key.value === value))
          return refuse(409, 'ConflictException', 'API Key already exists');
        return reply(
          201,
          view(usagePlans.createKey({ name, enabled, ...(value === undefined ? {} : { value }) }), true),
        );
      },
    ],
    [
      'GET',
      /^\/apikeys$/,
      ({ query }) =>
        page(
          [...keys.values()]
            .filter(({ name }) => name.startsWith(query.get('name') ?? ''))
            .map((key) => view(key, query.get('includeValues') === 'true')),
          query,
        ),
    ],
    [
      'DELETE',
      /^\/apikeys\/([^/]+)$/,
      ({ ids: [id = ''] }) => {
        if (!keys.has(id)) return notFound('API Key', id);
        usagePlans.deleteKey(id);
        return reply(202);
      },
    ],
  ];
}

function planActions(usagePlans: UsagePlans, now: () => number): readonly Action[] {
  const { plans, keys } = usagePlans;
  return [
    [
      'GET',
      /^\/usageplans\/([^/]+)$/,
      ({ ids: [id = ''] }) => {
        const plan = plans.get(id);
        return plan === undefined ? notFound('Usage Plan', id) : reply(200, planView(plan));
      },
    ],
    [
      'GET',
      /^\/usageplans\/([^/]+)\/keys$/,
      ({ ids: [id = ''], query }) => {
        const inPlan = plans.get(id)?.keys;
        if (inPlan === undefined) return notFound('Usage Plan', id);
        const found = [...keys.values()].filter((key) => inPlan.has(key.id));
        return page(
          found.map(({ id: keyId, name, value }) => ({ id: keyId, type: 'API_KEY', name, value })),
          query,
        );
      },
    ],
    ['POST', /^\/usageplans\/([^/]+)\/keys$/, ({ ids: [id = ''], body }) => addKey(usagePlans, id, body)],
    [
      'GET',
      /^\/usageplans\/([^/]+)\/usage$/,
      ({ ids: [id = ''], query }) => {
        const plan = plans.get(id);
        if (plan === undefined) return notFound('Usage Plan', id);
        const keyId = query.get('keyId') ?? '';
        const isToday = query.get('endDate') === new Date(now()).toISOString().slice(0, 10);
        const used = isToday ? usagePlans.usedNow(plan, keyId) : 0;
        const days =
          (Date.parse(query.get('endDate') ?? '') - Date.parse(query.get('startDate') ?? '')) / DAY_MS;
        if (!(days >= 0)) return refuse(400, 'BadRequestException', 'Usage needs a startDate and an endDate');
        const past = Array.from({ length: days }, () => [0, plan.Quota?.Limit ?? 0]);
        const items = plan.keys.has(keyId)
          ? { [keyId]: [...past, [used, Math.max(0, (plan.Quota?.Limit ?? 0) - used)]] }
          : {};
        return reply(200, { usagePlanId: id, values: items });
      },
    ],
  ];
}

function addKey({ plans, keys, addToPlan }: UsagePlans, planId: string, body: object): BackendAnswer {
  const given = planKeySchema.safeParse(body);
  if (!given.success) return refuse(400, 'BadRequestException', z.prettifyError(given.error));
  const plan = plans.get(planId);
  const key = keys.get(given.data.keyId);
  if (plan === undefined) return notFound('Usage Plan', planId);
  if (key === undefined) return notFound('API Key', given.data.keyId);
  const stages = JSON.stringify(plan.ApiStages);
  const isTaken = [...plans.values()].some(
    (each) => each.keys.has(key.id) && (each === plan || JSON.stringify(each.ApiStages) === stages),
  );
  // A key counts in one plan of a stage.
  if (isTaken)
    return refuse(409, 'ConflictException', 'Usage plan cannot be added: the key is in a plan of this stage');
  addToPlan(plan, key);
  return reply(201, { id: key.id, type: 'API_KEY', name: key.name, value: key.value });
}

const planView = ({ id, name, Description, ApiStages, Throttle, Quota }: UsagePlanModel) => ({
  id,
  name,
  description: Description,
  apiStages: ApiStages.map(({ ApiId, Stage }) => ({ apiId: ApiId, stage: Stage })),
  ...(Throttle === undefined
    ? {}
    : { throttle: { rateLimit: Throttle.RateLimit, burstLimit: Throttle.BurstLimit } }),
  ...(Quota === undefined
    ? {}
    : { quota: { limit: Quota.Limit, period: Quota.Period, offset: Quota.Offset } }),
});

/** As API Gateway's lists are paged; `position` is where the next page begins. */
function page(items: readonly object[], query: URLSearchParams): BackendAnswer {
  const from = Number(query.get('position') ?? 0);
  const limit = Math.min(Number(query.get('limit') ?? 25), 500);
  const position = from + limit < items.length ? { position: String(from + limit) } : {};
  return reply(200, { item: items.slice(from, from + limit), ...position });
}
