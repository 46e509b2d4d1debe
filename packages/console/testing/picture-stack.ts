import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { addToHour, HOUR_MS, hourOf } from '../../core/src/health/endpoint-hours.ts';
import { createLocalTenant } from '../../local/src/create-local-tenant.ts';
import { type EndpointServer, startEndpointServer } from '../../local/src/demo/endpoint-server.ts';
import { createHooksClient, type HooksClient } from '../../local/src/demo/hooks-client.ts';
import { describeLocalStack, writeLocalJson } from '../../local/src/session/local-json.ts';
import { openSession, type Session } from '../../local/src/session/open-session.ts';
import { LOCAL_DIRECTORY } from '../../local/src/session/paths.ts';
import { createRunDirectory } from '../../local/src/session/run-directory.ts';
import { parseSessionSettings } from '../../local/src/session/session-settings.ts';
import { synthesize } from '../../local/src/session/synthesize.ts';
import { startOperatorConsole } from './operator-console.ts';

const TENANT = 'acme';
const PATIENCE_MS = 60_000;

export type PictureStack = {
  /** The address of a page of the portal, with the key. */
  readonly to: (path: string) => string;
  /** The same of the operator console. */
  readonly operatorTo: (path: string) => string;
  /** Events to show, by what became of them. */
  readonly eventIds: { readonly delivered: string; readonly failed: string };
  readonly close: () => Promise<void>;
};

/** A stack of its own with a tenant that looks like one: endpoints that do well, fail and rest, and a day behind them. */
export async function openPictureStack(): Promise<PictureStack> {
  const directory = await createRunDirectory(LOCAL_DIRECTORY);
  const assemblyDirectory = join(directory, 'cdk.out');
  const environment = {
    ...process.env,
    BREAKER_FAILURES: '8',
    BREAKER_PERIOD: '1s',
    RETRY_SCHEDULE: '1s,1h',
  };
  await synthesize(assemblyDirectory, environment, new AbortController().signal);
  const settings = { ...parseSessionSettings({}), PORT: 0, RECEIVER_PORT: 0 };
  const session = await openSession({ assemblyDirectory, settings });
  const servers: EndpointServer[] = [];
  const ends: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of ends) await end();
    await Promise.all(servers.map((server) => server.close()));
    await session.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const server = async (status: number): Promise<string> => {
      const started = await startEndpointServer();
      started.answer({ status, body: status === 200 ? '{"ok":true}' : '{"error":"down for maintenance"}' });
      servers.push(started);
      return started.url;
    };
    const { documents, deployment } = session;
    const local = describeLocalStack(session.stack, deployment, session.operatorToken);
    await writeLocalJson(join(directory, '.switchyard/local.json'), local);
    const operator = await startOperatorConsole({ assemblyDirectory });
    ends.push(operator.end);
    const { apiKey } = await createLocalTenant(
      { documents, tables: deployment.tables },
      { tenantId: TENANT, targetUrl: await server(200) },
    );
    const hooks = createHooksClient(deployment.hooksUrl, apiKey);
    await makeEndpoints(hooks, server);
    await writeDay(session);
    const eventIds = await sendEvents(hooks);
    const link = await called(hooks, 'POST', '/v1/portal-links', {});
    const [portal = '', key = ''] = z.object({ url: z.string() }).parse(link).url.split('#');
    return { to: (path) => `${portal}${path}#${key}`, operatorTo: operator.addressOf, eventIds, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function called(hooks: HooksClient, method: string, path: string, body: object): Promise<unknown> {
  const answer = await hooks.call(method, path, JSON.stringify(body));
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

async function makeEndpoints(hooks: HooksClient, server: (status: number) => Promise<string>): Promise<void> {
  await called(hooks, 'PATCH', '/v1/endpoints/default', {
    description: 'Billing and invoices',
    event_types: ['order.*', 'refund.made', 'invoice.sent'],
    metadata: { team: 'billing' },
    headers: { 'x-route': 'billing' },
  });
  const path = '/v1/endpoints';
  await called(hooks, 'POST', path, {
    endpoint_id: 'warehouse',
    target_url: await server(503),
    description: 'Warehouse',
    event_types: ['order.paid'],
  });
  await called(hooks, 'POST', path, {
    endpoint_id: 'analytics',
    target_url: await server(200),
    description: 'Analytics',
    filter: { data: { amount: [{ numeric: ['>', 100] }] } },
  });
  await called(hooks, 'POST', path, {
    endpoint_id: 'crm',
    target_url: await server(200),
    description: 'CRM',
    event_types: ['refund.made'],
  });
  await called(hooks, 'POST', `${path}/crm/pause`, {});
}

const itemSchema = z.object({ createdAt: z.string() });

/** What the workers would have counted over a day, in their own items. */
async function writeDay({ documents, deployment: { tables } }: Session): Promise<void> {
  const { TenantWebhookConfig: endpointsTable = '', Events: eventsTable = '' } = tables;
  const table = { documents, eventsTable, clock: Date.now, sleep: async () => undefined };
  const scales = { default: 160, warehouse: 45, analytics: 70, crm: 12 };
  for (const [endpointId, scale] of Object.entries(scales)) {
    const { Item } = await documents.get({
      TableName: endpointsTable,
      Key: { tenantId: TENANT, endpointId },
    });
    const { createdAt } = itemSchema.parse(Item);
    for (let ago = 1; ago <= 24; ago += 1) {
      const atMs = Date.now() - ago * HOUR_MS;
      const delivered = Math.round(
        scale * (0.75 + 0.45 * Math.sin((new Date(atMs).getUTCHours() / 24) * 2 * Math.PI)),
      );
      const isBad = endpointId === 'warehouse' && ago < 5;
      const failed = isBad ? scale : Math.round((scale / 90) * (ago % 4));
      await addToHour(
        table,
        { tenantId: TENANT, endpointId, createdAt },
        {
          writeId: `picture-${ago}`,
          hour: hourOf(atMs),
          counts: new Map([
            ['delivered', isBad ? Math.round(delivered / 4) : delivered],
            ['failed', failed],
            ['held', isBad ? scale / 3 : 0],
            ['t20', delivered],
          ]),
          lastSuccessAt: new Date(atMs).toISOString(),
        },
      );
    }
  }
}

async function sendEvents(hooks: HooksClient): Promise<PictureStack['eventIds']> {
  const types = ['order.paid', 'invoice.sent', 'order.paid', 'refund.made', 'order.made'];
  const ids: string[] = [];
  for (let index = 0; index < 24; index += 1) {
    const type = types[index % types.length] ?? 'order.paid';
    const data = {
      order_id: 1042 + index,
      amount: 19.9 * (index + 1),
      currency: 'EUR',
      customer: 'Zoë Müller',
    };
    const answer = await hooks.postEvent(JSON.stringify({ type, data }));
    ids.push(z.object({ event_id: z.string() }).parse(answer.body).event_id);
  }
  const [failed = '', delivered = ''] = ids;
  await hooks.waitForStatus(failed, 'FAILED', PATIENCE_MS).catch(() => undefined);
  return { delivered, failed };
}
