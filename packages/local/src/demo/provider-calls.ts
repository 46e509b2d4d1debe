import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignedRequest } from '@switchyard/webhook-handler/testing';
import { check } from './check.ts';
import type { EndpointServer, ReceivedDelivery } from './endpoint-server.ts';
import type { HooksClient } from './hooks-client.ts';
import { verifyWithPublicLibraries } from './verify-with-public-libraries.ts';

export type CallbackAnswer = { readonly status: number; readonly contentType: string; readonly text: string };

export type InboundContext = {
  readonly hooksUrl: string;
  readonly hooks: HooksClient;
  readonly tenantId: string;
  readonly endpoint: EndpointServer;
  readonly webhookSecret: string;
  /** The operator's CLI, in a process of its own; resolves to the JSON that it prints. */
  readonly cli: (args: readonly string[], stdin?: string) => Promise<Record<string, unknown>>;
  /** A consumer of a queue: the next message within the time, or undefined. */
  readonly receive: (queue: string, waitSeconds: number) => Promise<Record<string, unknown> | undefined>;
  readonly repliesDelaySeconds: number;
  /** How long a delivery may take, in ms. */
  readonly deliveryMs: number;
};

const POLL_MS = 40;

export const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

export async function post(hooksUrl: string, { http }: SignedRequest): Promise<CallbackAnswer> {
  const response = await fetch(`${hooksUrl}${http.path}`, {
    method: http.method,
    headers: http.headers,
    body: new Uint8Array(http.body),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}

/** Waits for the delivery of an event of this type about this message, and verifies it as the tenant would. */
export const delivered = (
  context: InboundContext,
  before: number,
  type: string,
  messageId: string,
): Promise<ReceivedDelivery> =>
  deliveryOf(
    context,
    (event, delivery) =>
      context.endpoint.deliveries.indexOf(delivery) >= before &&
      at(event, 'type') === type &&
      at(event, 'data', 'message_id') === messageId,
    `${type} about ${messageId}`,
  );

/** Waits for the delivery of an event that is the one, and verifies it as the tenant would. */
export async function deliveryOf(
  { endpoint, webhookSecret, deliveryMs }: Pick<InboundContext, 'endpoint' | 'webhookSecret' | 'deliveryMs'>,
  isIt: (event: unknown, delivery: ReceivedDelivery) => boolean,
  what: string,
): Promise<ReceivedDelivery> {
  const giveUpAt = performance.now() + deliveryMs;
  for (;;) {
    const found = endpoint.deliveries.find((delivery) => isIt(eventOf(delivery), delivery));
    if (found !== undefined) {
      verifyWithPublicLibraries(found, webhookSecret);
      return found;
    }
    check(performance.now() < giveUpAt, `the tenant's endpoint gets ${what}`);
    await sleep(POLL_MS);
  }
}

export const eventOf = ({ body }: ReceivedDelivery): unknown => JSON.parse(body.toString('utf8'));
