import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { openDocuments, openSender } from '@switchyard/aws-clients';
import type { CallLine, LogLine } from '@switchyard/aws-local';
import { clientOptions } from '@switchyard/aws-local';
import { isObject, type JsonObject, parseObject } from '@switchyard/aws-local/json';
import { toIso } from '@switchyard/core/clock';
import { localDeploymentSchema } from '@switchyard/core/deployment';
import { type Endpoint, isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { enableEndpoint, holdEndpoint } from '@switchyard/core/endpoints/set-status';
import { createWebhookSecret } from '@switchyard/core/signatures';
import * as z from 'zod';
import { createLocalTenant } from '../src/create-local-tenant.ts';
import {
  type EndpointServer,
  type ReceivedDelivery,
  startEndpointServer,
} from '../src/demo/endpoint-server.ts';
import { createHooksClient, type EventView, type HooksClient } from '../src/demo/hooks-client.ts';
import { ROOT } from '../src/session/paths.ts';
import { neverLogged, takeCanaries } from './canaries.ts';
import { withLock } from './cross-process-lock.ts';
import { FLOW_STACK_URL, type FlowHostMessage } from './flow-host-message.ts';
import { runCli } from './run-cli.ts';
import { contribute } from './run-evidence.ts';
import { PATIENCE_MS, waitUntil } from './wait-until.ts';

const execute = promisify(execFile);

export type FlowTenant = {
  readonly tenantId: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly hooks: HooksClient;
  /** Where its `default` endpoint is. */
  readonly endpoint: EndpointServer;
  /** Posts an event, which must be accepted. @returns its id */
  readonly post: (payload?: object) => Promise<string>;
  readonly waitFor: (eventId: string, status: string) => Promise<EventView>;
};

type FlowQueue = 'control' | 'delivery' | 'delivery-dlq' | 'callback-spool';

export type FlowStack = Awaited<ReturnType<typeof openFlowStack>>;

/** The local stack of this test run, as programs find it: `.switchyard/local.json` and the addresses in it. */
export async function openFlowStack() {
  const host = await findHost();
  const local = localDeploymentSchema.parse(
    JSON.parse(await readFile(join(host.directory, '.switchyard/local.json'), 'utf8')),
  );
  const options = (endpoint: string) => clientOptions(endpoint, local.region, local.access_key_id);
  const dynamoDb = new DynamoDBClient(options(local.dynamodb_endpoint));
  const documents = openDocuments(dynamoDb);
  const sqs = new SQSClient(options(local.sqs_endpoint));
  const lambda = new LambdaClient(options(local.lambda_endpoint));
  const configTable = local.tables.TenantWebhookConfig;
  const endpoints: EndpointServer[] = [];
  const logged: LogLine[] = [];
  /** The lines from before belong to other test files. */
  const firstLine = z.number().parse(await (await fetch(`${host.controlUrl}/logs/count`)).json());
  const called = new Map<string, readonly CallLine[]>();
  neverLogged('operator token', local.operator_token);

  async function startEndpoint(): Promise<EndpointServer> {
    const endpoint = await startEndpointServer();
    endpoints.push(endpoint);
    return endpoint;
  }

  /** @returns the result, or the error that the function failed with */
  async function invoke(shortName: string, payload: unknown) {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: local.functions[shortName],
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
    const result: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
    return { functionError: FunctionError, result: isObject(result) ? result : {} };
  }

  /** While the dead letters are looked through they are hidden from whoever else looks: so one test at a time. */
  async function dlq(payload: object): Promise<JsonObject> {
    const { functionError, result } = await withLock(`${host.controlUrl}/lock`, () =>
      invoke('dlq-processor', payload),
    );
    if (functionError !== undefined) throw new Error(`The dlq-processor failed: ${JSON.stringify(result)}`);
    return result;
  }

  async function logLines(): Promise<readonly LogLine[]> {
    const from = firstLine + logged.length;
    const response = await fetch(`${host.controlUrl}/logs?from=${from}`);
    const lines = (await response.json()) as LogLine[];
    // Somebody else may have asked at the same time and been faster.
    logged.push(...lines.slice(firstLine + logged.length - from));
    return logged;
  }

  async function loggedNow(matches: (json: JsonObject) => boolean): Promise<JsonObject[]> {
    const known = await logLines();
    return known.flatMap(({ json }) => (json !== undefined && matches(json) ? [json] : []));
  }

  return {
    local,
    controlUrl: host.controlUrl,
    assemblyDirectory: join(host.directory, 'cdk.out'),
    documents,
    invoke,
    dlq,
    startEndpoint,

    /** A tenant that no other test knows, with one endpoint. */
    async createTenant(targetUrl?: string): Promise<FlowTenant> {
      const tenantId = `tenant-${randomBytes(6).toString('hex')}`;
      const endpoint = await startEndpoint();
      const { apiKey, webhookSecret } = await createLocalTenant(
        { documents, tables: local.tables },
        { tenantId, targetUrl: targetUrl ?? endpoint.url },
      );
      neverLogged('API key', apiKey);
      neverLogged('webhook secret', webhookSecret);
      const hooks = createHooksClient(local.hooks_url, apiKey);
      return {
        tenantId,
        apiKey,
        webhookSecret,
        hooks,
        endpoint,
        post: async (payload = { type: 'order.paid' }) => {
          const { status, body, text } = await hooks.postEvent(JSON.stringify(payload));
          if (status !== 201) throw new Error(`Not accepted: ${status} ${text}`);
          return eventIdOf(body);
        },
        waitFor: (eventId, status) => hooks.waitForStatus(eventId, status, PATIENCE_MS),
      };
    },

    /** Writes an endpoint past every check that the CLI makes. */
    async putEndpoint(tenantId: string, changes: Partial<Endpoint>): Promise<Endpoint> {
      const now = toIso(Date.now());
      const endpoint: Endpoint = {
        tenantId,
        endpointId: 'default',
        targetUrl: 'https://hooks.example.com/',
        secrets: [{ secret: createWebhookSecret(), createdAt: now }],
        status: 'ENABLED',
        createdAt: now,
        updatedAt: now,
        ...changes,
      };
      for (const { secret } of endpoint.secrets) neverLogged('webhook secret', secret);
      await documents.put({ TableName: configTable, Item: endpoint });
      return endpoint;
    },

    /** As its tenant would do it. */
    async setStatus(tenantId: string, status: Endpoint['status'], endpointId = 'default'): Promise<void> {
      const context = {
        documents,
        endpointsTable: configTable ?? '',
        sqs: openSender(sqs),
        controlQueueUrl: local.queue_urls.control ?? '',
        clock: Date.now,
      };
      await waitUntil(`endpoint ${endpointId} of ${tenantId} is ${status}`, async () => {
        const endpoint = await readEndpoint(context, tenantId, endpointId);
        if (endpoint === undefined || !isReadable(endpoint)) throw new Error(`No endpoint ${endpointId}.`);
        const changed =
          status === 'ENABLED'
            ? await enableEndpoint(context, endpoint)
            : await holdEndpoint(context, endpoint, status, 'Asked for by a test.');
        return changed || undefined;
      });
    },

    async readEndpoint(tenantId: string, endpointId = 'default') {
      const { Item } = await documents.get({ TableName: configTable, Key: { tenantId, endpointId } });
      return Item;
    },

    /** @returns their ids, in the order of the bodies */
    async sendMessages(queue: FlowQueue, bodies: readonly string[]): Promise<string[]> {
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      const { Successful = [] } = await sqs.send(
        new SendMessageBatchCommand({ QueueUrl: local.queue_urls[queue], Entries }),
      );
      return Entries.map(({ Id }) => Successful.find((sent) => sent.Id === Id)?.MessageId ?? '');
    },

    /** Messages that somebody has received and not deleted. */
    async countInFlight(queue: FlowQueue): Promise<number> {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: local.queue_urls[queue],
          AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    },

    /** The dead letter of an event, which is sent a moment after the event's status is written. */
    waitForDeadLetter: (eventId: string): Promise<JsonObject> =>
      waitUntil(`a dead letter of ${eventId}`, async () => {
        const { messages } = await dlq({ action: 'peek', eventIds: [eventId], maxMessages: 1 });
        const [message]: unknown[] = Array.isArray(messages) ? messages : [];
        return isObject(message) ? message : undefined;
      }),

    /** The lines of the functions' logs that match, once there are so many. */
    logged: (what: string, matches: (json: JsonObject) => boolean, count = 1): Promise<JsonObject[]> =>
      waitUntil(`${count} log lines: ${what}`, async () => {
        const found = await loggedNow(matches);
        return found.length >= count ? found : undefined;
      }),
    loggedNow,
    logLines,

    /** The calls to AWS that mention this, from when it was first asked for. */
    async calls(about: string): Promise<readonly CallLine[]> {
      const known = called.get(about) ?? [];
      const query = new URLSearchParams({ about, from: String(known.length) });
      const response = await fetch(`${host.controlUrl}/calls?${query}`);
      called.set(about, [...known, ...((await response.json()) as CallLine[])]);
      return called.get(about) ?? [];
    },

    /** The operator CLI, on this stack. */
    async cli(...args: readonly string[]): Promise<JsonObject> {
      return parseObject(await runCli(host.directory, args)) ?? {};
    },

    /** The same, of a command that prints one document a line. */
    async cliLines(...args: readonly string[]): Promise<JsonObject[]> {
      const lines = (await runCli(host.directory, args)).trimEnd().split('\n');
      return lines.map(parseObject).filter(isObject);
    },

    /** The same as a process of its own. */
    async cliProgram(...args: readonly string[]): Promise<JsonObject> {
      const cli = join(ROOT, 'packages/cli/src/bin/cli.ts');
      const { stdout } = await execute(process.execPath, [cli, ...args, '--json'], { cwd: host.directory });
      return parseObject(stdout) ?? {};
    },

    async close(): Promise<void> {
      for (const { headers } of endpoints.flatMap(({ deliveries }) => deliveries))
        registerSignatures(headers);
      await contribute(host.controlUrl, { canaries: takeCanaries() });
      for (const client of [dynamoDb, sqs, lambda]) client.destroy();
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

/** `t=…,v1=…` and `v1,…`. */
function registerSignatures(headers: ReceivedDelivery['headers']): void {
  const both = `${headers['stripe-signature']} ${headers['webhook-signature']}`;
  for (const [, signature = ''] of both.matchAll(/v1[=,]([\w+/=]{32,})/g))
    neverLogged('signature of a delivery', signature);
}

/** @throws when the body is no answer to an accepted event */
export function eventIdOf(body: unknown): string {
  if (isObject(body) && typeof body.event_id === 'string') return body.event_id;
  throw new Error(`There is no event_id in ${JSON.stringify(body)}`);
}

async function findHost(): Promise<Extract<FlowHostMessage, { kind: 'ready' }>> {
  const url = process.env[FLOW_STACK_URL];
  if (url === undefined) throw new Error('Flow tests need the globalSetup of jest.config.ts.');
  const host = (await (await fetch(url)).json()) as FlowHostMessage;
  if (host.kind === 'failed') throw new Error(`The stack of the flow tests did not start: ${host.message}`);
  return host;
}
