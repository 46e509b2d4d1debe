import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '@switchyard/aws-local';
import { parseObject } from '@switchyard/aws-local/json';
import { ownedAddressKey } from '@switchyard/core/addresses';
import type { Channel } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import type { Conversation } from '@switchyard/core/conversations';
import type { SignedRequest } from '@switchyard/webhook-handler/testing';
import type { ReceivedDelivery } from '../src/demo/endpoint-server.ts';
import { verifyWithPublicLibraries } from '../src/demo/verify-with-public-libraries.ts';
import { neverLogged } from './canaries.ts';
import { withLock } from './cross-process-lock.ts';
import { type FlowTenant, openFlowStack } from './flow-stack.ts';
import { putConversation } from './inbound-conversation.ts';
import { readSent } from './inbound-provider-api.ts';
import { createInboundQueue } from './inbound-queue.ts';
import { seedSecrets } from './inbound-secrets.ts';
import { runCli } from './run-cli.ts';
import { waitUntil } from './wait-until.ts';

export type CallbackReply = {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly requestId: string;
};

export type InboundFlow = Awaited<ReturnType<typeof openInboundFlow>>;

export { newMailbox, newNumber, newSid } from './inbound-conversation.ts';

/** The flow tests' stack with the providers' secrets in it, and what inbound tests need besides. */
export async function openInboundFlow() {
  const flow = await openFlowStack();
  const { local, documents, controlUrl } = flow;
  await withLock(`${controlUrl}/lock`, () => seedSecrets(local));
  const sqs = new SQSClient(clientOptions(local.sqs_endpoint, local.region, local.access_key_id));
  const providerApi = await readProviderApi(flow.assemblyDirectory);
  const TableName = local.tables.Events;

  return {
    ...flow,
    hooksUrl: local.hooks_url,
    queue: (name: string) => createInboundQueue(sqs, local.queue_urls[name] ?? name),
    post: (request: SignedRequest, headers: Readonly<Record<string, string>> = {}) =>
      postCallback(local.hooks_url, request, headers),
    /** What the gateway sent through Twilio's or Resend's API with this in it. */
    sent: (text: string) => readSent(providerApi, text),

    /** By how many seconds messages were delayed that have this in them, of those since `calls` was first asked for it. */
    async delaysOf(text: string): Promise<number[]> {
      const sent = (await flow.calls(text)).filter(({ operation }) => operation === 'SendMessage');
      return sent.map(({ request }) => Number(request.DelaySeconds ?? 0));
    },

    putConversation: (channel: Channel, address: string, changes?: Partial<Conversation>) =>
      putConversation({ documents, eventsTable: TableName }, channel, address, changes),

    async assignAddress(tenantId: string, channel: Channel, address: string): Promise<void> {
      const Item = {
        ...ownedAddressKey(channel, address),
        tenantId,
        channel,
        address,
        assignedAt: toIso(Date.now()),
      };
      await documents.put({ TableName, Item });
    },

    /** The operator's CLI with something on its standard input. */
    async cliWith(stdin: string, ...args: readonly string[]) {
      return parseObject(await runCli(dirname(flow.assemblyDirectory), args, stdin)) ?? {};
    },

    async close(): Promise<void> {
      sqs.destroy();
      await flow.close();
    },
  };
}

const SIGNATURES = [
  'X-Twilio-Signature',
  'X-Twilio-Email-Event-Webhook-Signature',
  'svix-signature',
  'Authorization',
];

export async function postCallback(
  hooksUrl: string,
  { http }: SignedRequest,
  headers: Readonly<Record<string, string>> = {},
): Promise<CallbackReply> {
  for (const name of SIGNATURES) {
    const signature = http.headers[name];
    if (signature !== undefined) neverLogged('signature of a callback', signature);
  }
  const response = await fetch(`${hooksUrl}${http.path}`, {
    method: http.method,
    headers: { ...http.headers, ...headers },
    body: new Uint8Array(http.body),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
    requestId: response.headers.get('x-amzn-requestid') ?? '',
  };
}

export const TWIML = {
  status: 200,
  contentType: 'text/xml',
  text: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
};

const textOf = ({ body }: ReceivedDelivery): Record<string, unknown> =>
  parseObject(body.toString('utf8')) ?? {};
const dataOf = (event: Record<string, unknown>): Record<string, unknown> =>
  typeof event.data === 'object' && event.data !== null ? { ...event.data } : {};

/** What the tenant's endpoint has got about a message so far. */
export const eventsAbout = ({ endpoint }: FlowTenant, messageId: string) =>
  endpoint.deliveries
    .map((delivery) => ({
      delivery,
      event: textOf(delivery),
      eventId: String(delivery.headers['webhook-id']),
    }))
    .filter(({ event }) => dataOf(event).message_id === messageId)
    .map((each) => ({ ...each, type: String(each.event.type), data: dataOf(each.event) }));

/** Waits until the tenant has got an event of this type about a message, and verifies it as the tenant would. */
export async function waitForEvent(tenant: FlowTenant, type: string, messageId: string) {
  const found = await waitUntil(`${type} about ${messageId}`, async () =>
    eventsAbout(tenant, messageId).find((event) => event.type === type),
  );
  verifyWithPublicLibraries(found.delivery, tenant.webhookSecret);
  return found;
}

/** The setting is in the template, as it is in the functions' environment. */
async function readProviderApi(assemblyDirectory: string): Promise<string> {
  const [name = ''] = (await readdir(assemblyDirectory)).filter((each) => each.endsWith('.template.json'));
  const template = await readFile(join(assemblyDirectory, name), 'utf8');
  const [, url] = /"TWILIO_API_BASE_URL": ?"([^"]+)"/.exec(template) ?? [];
  if (url === undefined) throw new Error('The template has no TWILIO_API_BASE_URL.');
  return url;
}
