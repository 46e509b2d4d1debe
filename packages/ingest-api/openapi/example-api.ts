import { toIso } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { MAX_ENDPOINTS } from '@switchyard/core/endpoints/create-endpoint';
import { createSeenTypes, MAX_EVENT_TYPES, registerType } from '@switchyard/core/event-types';
import { eventListSortKey } from '@switchyard/core/events';
import { addToHour, hourOf } from '@switchyard/core/health';
import { putReplay } from '@switchyard/core/replays';
import { startReplay } from '@switchyard/core/replays/start-replay';
import { createSecretOf } from '@switchyard/core/signatures';
import { createApiKey, hashApiKey, type PortalKey } from '@switchyard/core/tenants';
import { createPortalKey } from '@switchyard/core/tenants/create-portal-key';
import { MAX_LIVE_LINKS } from '@switchyard/core/tenants/portal-links';
import { aKey, anEndpoint, aSecret, TENANT_ID, type TestStore } from '@switchyard/core/testing';
import type { ExampleState } from '../src/api.ts';
import { EXAMPLE_REGISTRATION } from '../src/event-types/put-event-type.route.ts';
import {
  CONFLICTING_MESSAGE_ID,
  EARLIER_MESSAGE_ID,
  EXAMPLE_LINK_ID,
  EXAMPLE_PUBLIC_KEYS_ID,
  TAKEN_EXTERNAL_ID,
} from '../src/examples.ts';
import { registerMessage } from '../src/messages/register-message.ts';
import { createTestApi } from '../testing/create-test-api.ts';
import { exampleDeliveries, exampleEvent } from './example-event.ts';
import { exampleMessage, exampleTimeline } from './example-message.ts';
import { exampleReplay, exampleReplayDone } from './example-replay.ts';

/** Before the example's event. */
const MADE_AT = '2026-02-02T08:00:00.000Z';

const ENDPOINTS = exampleEvent.endpointIds.map((endpointId) =>
  anEndpoint({
    endpointId,
    eventTypes: ['order.paid'],
    secrets: [{ secret: aSecret(7), createdAt: MADE_AT }],
    createdAt: MADE_AT,
    updatedAt: MADE_AT,
  }),
);

/** The API as an example's request meets it. */
export async function exampleApi(state: ExampleState | undefined) {
  const api = createTestApi({
    endpoints: endpointsIn(state),
    now: Date.parse(exampleMessage.createdAt),
  });
  switch (state) {
    case undefined:
      storeEvents(api);
      await countDeliveries(api);
      api.storeMessage(exampleMessage, exampleTimeline);
      await putReplay(api.context, exampleReplay);
      await useTypes(api);
      await storeKeys(api);
      break;
    case 'replay_done':
      await putReplay(api.context, exampleReplayDone);
      break;
    case 'five_replays':
      storeEvents(api);
      for (const n of [1, 2, 3, 4, 5])
        await startReplay(api.context, {
          tenantId: TENANT_ID,
          status: 'FAILED',
          idempotencyKey: `outage-${n}`,
        });
      break;
    case 'many_event_types':
      for (let n = 1; n <= MAX_EVENT_TYPES; n += 1)
        await registerType(api.context, { tenantId: TENANT_ID, eventType: `order.kind_${n}` });
      break;
    case 'before_sending':
      await storeEarlierMessages(api);
      break;
    case 'endpoint_unreadable':
      api.endpoints.store({ tenantId: TENANT_ID, endpointId: 'warehouse', status: 'ENABLED' });
      break;
    case 'endpoint_disabled':
    case 'ed25519':
    case 'ten_secrets':
    case 'fifty_endpoints':
    case 'no_endpoint':
      break;
    case 'hundred_links':
      await storeKeys(api);
      for (let n = 2; n <= MAX_LIVE_LINKS; n += 1)
        await storeLink(api, { apiKeyHash: hashApiKey(`link ${n}`) });
      break;
    case 'by_link':
    case 'by_expired_link':
      await storeLink(api, { apiKeyHash: hashApiKey(EXAMPLE_API_KEY) });
      break;
    case 'queue_down':
      api.queue.hooks.before = () => {
        throw new Error('The queue is down.');
      };
      break;
    case 'store_down':
      api.takeDown();
      break;
    default:
      state satisfies never;
  }
  return api;
}

function endpointsIn(state: ExampleState | undefined): readonly Endpoint[] {
  if (state === 'no_endpoint') return [];
  if (state === 'fifty_endpoints')
    return Array.from({ length: MAX_ENDPOINTS }, (_, index) =>
      anEndpoint({ endpointId: `shop-${index + 1}` }),
    );
  if (state === 'ten_secrets') {
    const createdAt = toIso(Date.parse(exampleMessage.createdAt));
    const secrets = Array.from({ length: 10 }, (_, index) => ({ secret: aSecret(index + 10), createdAt }));
    return ENDPOINTS.map((endpoint) => ({ ...endpoint, secrets }));
  }
  if (state === 'ed25519') {
    const createdAt = toIso(Date.parse(exampleMessage.createdAt));
    const secret = createSecretOf('ed25519', (size) => Buffer.alloc(size, 7));
    return ENDPOINTS.map((endpoint) => ({
      ...endpoint,
      secrets: [{ secret, createdAt }],
      publicKeysId: EXAMPLE_PUBLIC_KEYS_ID,
    }));
  }
  if (state !== 'endpoint_disabled') return ENDPOINTS;
  const statusReason = 'The endpoint answered 410 Gone.';
  return ENDPOINTS.map((endpoint) => ({ ...endpoint, status: 'DISABLED' as const, statusReason }));
}

/** With which the examples' requests are made. */
const EXAMPLE_API_KEY = createApiKey((size) => Buffer.alloc(size, 7));
export const EXAMPLE_AUTHORIZATION = `Bearer ${EXAMPLE_API_KEY}`;

/** What the authorizer says of who makes an example's request. */
export const exampleCaller = (state: ExampleState | undefined): Record<string, string> =>
  state === 'by_link' || state === 'by_expired_link'
    ? {
        tenantId: TENANT_ID,
        keyId: EXAMPLE_LINK_ID,
        role: 'portal',
        access: 'read',
        state: 'open',
        expiresAt: toIso(Date.parse(exampleMessage.createdAt) + (state === 'by_link' ? 3_600_000 : -60_000)),
      }
    : { tenantId: TENANT_ID };

/** That of the caller, and that of a link. */
async function storeKeys(store: TestStore): Promise<void> {
  store.identity.store(aKey({ apiKeyHash: hashApiKey(EXAMPLE_API_KEY) }));
  await storeLink(store);
}

async function storeLink({ context, identity }: TestStore, changes: Partial<PortalKey> = {}): Promise<void> {
  const { key } = await createPortalKey(
    { ...context, random: (size) => Buffer.alloc(size, 2) },
    { tenantId: TENANT_ID, access: 'read', status: 'ACTIVE', expiresAtMs: context.clock() + 3_600_000 },
  );
  identity.store({ ...key, keyId: EXAMPLE_LINK_ID, ...changes });
}

/** One registered, and another one seen. */
async function useTypes({ context }: TestStore): Promise<void> {
  await registerType(context, { tenantId: TENANT_ID, eventType: 'order.paid', ...EXAMPLE_REGISTRATION });
  const { note } = createSeenTypes(context);
  for (const eventType of ['order.paid', 'order.viewed']) await note({ ...exampleEvent, eventType });
}

/** Two, so that a page of one has a next one. */
function storeEvents({ storeEvent, storeDelivery }: TestStore): void {
  storeEvent(exampleEvent);
  for (const delivery of exampleDeliveries) storeDelivery(delivery);
  const earlier = {
    eventId: 'evt_06dp4zq8r0000000000000000b',
    createdAt: toIso(Date.parse(exampleEvent.createdAt) - 1000),
  };
  storeEvent({ ...exampleEvent, ...earlier, listSk: eventListSortKey({ ...exampleEvent, ...earlier }, 2) });
  for (const delivery of exampleDeliveries) storeDelivery({ ...delivery, ...earlier });
}

/** What the workers wrote of the endpoints in the hour before. */
async function countDeliveries({ context }: TestStore): Promise<void> {
  const at = context.clock() - 3_600_000;
  const counts = [
    { delivered: 1_204, failed: 3, t25: 1_150, t29: 57 },
    { delivered: 310, failed: 12, dead: 1, held: 40, t34: 322 },
  ];
  for (const [index, endpoint] of ENDPOINTS.entries()) {
    await addToHour(context, endpoint, {
      writeId: `example-${index}`,
      hour: hourOf(at),
      counts: new Map(Object.entries(counts[index] ?? {})),
      lastSuccessAt: toIso(at),
    });
  }
}

async function storeEarlierMessages({ context, storeMessage }: TestStore): Promise<void> {
  const { externalId: _, ...earlier } = exampleMessage;
  storeMessage({ ...earlier, messageId: EARLIER_MESSAGE_ID });
  storeMessage({ ...earlier, messageId: CONFLICTING_MESSAGE_ID, recipient: '+436609876543' });
  const { channel, provider, recipient, sentAt } = exampleMessage;
  await registerMessage(context, {
    tenantId: TENANT_ID,
    messageId: 'order-1039-shipped',
    channel,
    provider,
    recipient,
    sentAt,
    externalId: TAKEN_EXTERNAL_ID,
  });
}
