import { listAllEndpoints } from '@switchyard/core/endpoints';
import { listAllKeys, tenantStatus } from '@switchyard/core/tenants';
import * as z from 'zod';
import { defineCommand } from '../define-command.ts';
import { checkReachable } from '../doctor/check-reachable.ts';
import { type FailingTenant, failingTenants } from '../failing-tenants.ts';
import { count, formatAge, formatTable } from '../format.ts';
import { readDepth } from '../queue-depths.ts';
import type { DeploymentContext } from '../session.ts';

/** What is between the acceptance of an event and its delivery; whatever else is a queue of the operator's own. */
const DELIVERING = ['delivery', 'slow', 'control'];
/** In which nothing should lie. */
const TROUBLE = /-dlq$|^callback-spool$/;

export const overview = defineCommand({
  name: 'overview',
  summary: 'is it accepting, is it delivering, and who is failing: tenants by failing endpoints',
  input: z.object({}),
  options: {},
  examples: ['overview', 'overview --stack switchyard-prod --json'],
  notes:
    'It reads the tables of tenants and endpoints whole, and counts what is held for each failing endpoint. The exit code is 1 when events are not accepted.',
  async run({ open, fetch, clock }) {
    const deployment = await open();
    const [reachable, queues, keys, endpoints] = await Promise.all([
      checkReachable(deployment, fetch),
      readQueues(deployment),
      listAllKeys(deployment),
      listAllEndpoints(deployment),
    ]);
    const now = clock();
    const tenantIds = new Set([...keys, ...endpoints].map(({ tenantId }) => tenantId));
    const suspended = [...tenantIds].filter((id) => {
      const of = ({ tenantId }: { readonly tenantId: string }) => tenantId === id;
      return tenantStatus({ keys: keys.filter(of), endpoints: endpoints.filter(of) }, now) === 'SUSPENDED';
    });
    return {
      accepting: reachable.every(({ state }) => state === 'ok'),
      checks: reachable.map(({ check, state, detail }) => ({ check, state, detail })),
      queues,
      tenants: tenantIds.size,
      suspended_tenants: suspended.length,
      endpoints: endpoints.length,
      paused_endpoints: endpoints.filter(({ status }) => status === 'PAUSED').length,
      ...(await failingTenants(deployment, endpoints)),
    };
  },
  text(answer, { nowMs }) {
    const delivering = answer.queues.filter(({ kind }) => kind === 'delivering');
    const sum = (pick: 'waiting' | 'under_way' | 'delayed') =>
      delivering.reduce((total, queue) => total + queue[pick], 0);
    const trouble = answer.queues.filter(({ kind, waiting }) => kind === 'trouble' && waiting > 0);
    return [
      answer.accepting ? 'Accepting: yes.' : 'Accepting: NO.',
      ...answer.checks
        .filter(({ state }) => state !== 'ok')
        .map(({ check, detail }) => `  ${check}: ${detail}`),
      `Delivering: about ${sum('waiting')} waiting, ${sum('under_way')} under way, ${sum('delayed')} to be tried again.`,
      ...trouble.map(({ name, waiting }) => `  ${name}: about ${waiting}`),
      `${count(answer.tenants, 'tenant')}, ${answer.suspended_tenants} suspended; ${count(answer.endpoints, 'endpoint')}, ${answer.paused_endpoints} paused, ${answer.failing_endpoints} failing.`,
      ...(answer.failing.length === 0 ? [] : ['', failingText(answer.failing, nowMs)]),
    ].join('\n');
  },
  exitCode: ({ accepting }) => (accepting ? 0 : 1),
});

async function readQueues({ sqs, named }: DeploymentContext) {
  const read = Object.entries(named.queueUrls).map(async ([name, url]) => {
    const { waiting = 0, underWay = 0, delayed = 0 } = (await readDepth(sqs, url)) ?? {};
    return { name, kind: kindOf(name), waiting, under_way: underWay, delayed };
  });
  return Promise.all(read);
}

function kindOf(name: string): 'delivering' | 'trouble' | 'other' {
  if (DELIVERING.includes(name)) return 'delivering';
  return TROUBLE.test(name) ? 'trouble' : 'other';
}

function failingText(failing: readonly FailingTenant[], nowMs: number): string {
  const ageOf = (since: string | null) => (since === null ? '-' : formatAge(nowMs - Date.parse(since)));
  return formatTable(
    ['TENANT', 'ENDPOINT', 'STATUS', 'FAILING FOR', 'HELD', 'OLDEST'],
    failing.flatMap(({ tenant_id, endpoints }) =>
      endpoints.map((endpoint) => [
        tenant_id,
        endpoint.endpoint_id,
        endpoint.breaker === null ? endpoint.status : `${endpoint.status}, breaker ${endpoint.breaker}`,
        ageOf(endpoint.failing_since),
        endpoint.held === null ? '-' : `${endpoint.held}${endpoint.held_at_least ? '+' : ''}`,
        ageOf(endpoint.oldest_held_at),
      ]),
    ),
  );
}
