import { Agent } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openDocuments } from '@switchyard/aws-clients';
import { createLocalTenant } from '@switchyard/local/create-local-tenant';
import {
  anEventRequest,
  type DevProcess,
  post,
  type StartDev,
  startDeliveryCounter,
} from '@switchyard/local/measure';
import type { Row, Section } from '../report/row.ts';

export type Growth = {
  /** Events of a tenant that are stored. */
  readonly stored: number;
  /** Deliveries of another tenant that are held. */
  readonly held: number;
  readonly tenants: number;
  /** Requests of each kind that are timed. */
  readonly requests: number;
};

type Times = Readonly<Record<(typeof CALLS)[number]['what'], readonly number[]>>;

const FEW = 10;
const LINES = 250;
const AT_ONCE = 8;
const NOBODY_WANTS_THIS = '{"type":"growth.unwanted","note":"nobody takes it"}\n';
const AN_EVENT = '{"type":"growth.held"}\n';

const CALLS = [
  { what: 'accept an event', method: 'POST', path: '/v1/events' },
  { what: 'list events', method: 'GET', path: '/v1/events?limit=10' },
  { what: 'list events of a type', method: 'GET', path: '/v1/events?limit=10&type=order.paid' },
  { what: 'list endpoints', method: 'GET', path: '/v1/endpoints' },
] as const;

/**
 * What a tenant's requests take when little is stored, and again after each of: many events of its own, many held
 * deliveries of another tenant, many tenants. The same requests, one after another, in one run.
 */
export async function measureGrowth(
  start: StartDev,
  { stored, held, tenants, requests }: Growth,
): Promise<Section> {
  const counter = await startDeliveryCounter();
  const { local, stop } = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    const documents = openDocuments(clientOf(local));
    const make = (tenantId: string) =>
      createLocalTenant({ documents, tables: local.tables }, { tenantId, targetUrl: counter.url });
    const own = await make('growth-own');
    const other = await make('growth-other');
    const time = () => timeCalls(agent, local.hooks_url, own.apiKey, requests);

    await ask(agent, local.hooks_url, own.apiKey, 'PATCH', '/v1/endpoints/default', {
      event_types: ['growth.wanted'],
    });
    await postLines(agent, local.hooks_url, own.apiKey, NOBODY_WANTS_THIS, FEW);
    await time();
    const few = await time();
    await postLines(agent, local.hooks_url, own.apiKey, NOBODY_WANTS_THIS, stored);
    const many = await time();
    await ask(agent, local.hooks_url, other.apiKey, 'POST', '/v1/endpoints/default/pause', {});
    await postLines(agent, local.hooks_url, other.apiKey, AN_EVENT, held);
    const behind = await time();
    for (let number = 0; number < tenants; number += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => make(`growth-${number + index}`)));
    const among = await time();

    const rows = (name: string, times: Times): Row[] =>
      CALLS.map(({ what }) => ({
        what: `${what}, ${name}`,
        unit: 'ms',
        own: times[what],
        beside: { name: `the same with ${FEW} events stored`, values: few[what] },
      }));
    return {
      title: 'Growth',
      note: `Medians of ${requests} requests one after another, each also with what was added before.`,
      rows: [
        ...rows(`${stored} events stored`, many),
        ...rows(`and ${held} held of another tenant`, behind),
        ...rows(`and ${tenants} tenants`, among),
      ],
    };
  } finally {
    agent.destroy();
    await counter.close();
    await stop();
  }
}

async function timeCalls(agent: Agent, hooksUrl: string, apiKey: string, requests: number): Promise<Times> {
  const times: Partial<Record<keyof Times, number[]>> = {};
  for (const { what, method, path } of CALLS) {
    const taken: number[] = [];
    for (let number = 0; number < requests; number += 1) {
      const startedAt = performance.now();
      const { headers, body } = anEventRequest(hooksUrl, apiKey);
      const { status, text } = await post(agent, {
        method,
        url: `${hooksUrl}${path}`,
        headers,
        body: method === 'GET' ? '' : body,
      });
      if (status >= 300) throw new Error(`${method} ${path} was answered by ${status} ${text}`);
      taken.push(performance.now() - startedAt);
    }
    times[what] = taken;
  }
  return times as Times;
}

/** As many events as batches take, some batches at once. */
async function postLines(agent: Agent, hooksUrl: string, apiKey: string, line: string, count: number) {
  let left = count;
  const send = async (): Promise<void> => {
    while (left > 0) {
      const lines = Math.min(LINES, left);
      left -= lines;
      const { headers } = anEventRequest(hooksUrl, apiKey);
      const { status, text } = await post(agent, {
        url: `${hooksUrl}/v1/events`,
        headers: { ...headers, 'content-type': 'application/x-ndjson' },
        body: line.repeat(lines),
      });
      if (status >= 300) throw new Error(`A batch was answered by ${status} ${text.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
}

async function ask(
  agent: Agent,
  hooksUrl: string,
  apiKey: string,
  method: string,
  path: string,
  body: object,
) {
  const { headers } = anEventRequest(hooksUrl, apiKey);
  const { status, text } = await post(agent, {
    method,
    url: `${hooksUrl}${path}`,
    headers,
    body: JSON.stringify(body),
  });
  if (status >= 300) throw new Error(`${method} ${path} was answered by ${status} ${text}`);
}

const clientOf = (local: DevProcess['local']) =>
  new DynamoDBClient({
    endpoint: local.dynamodb_endpoint,
    region: local.region,
    credentials: { accessKeyId: local.access_key_id, secretAccessKey: 'local' },
  });
