import { eventStatus } from '@switchyard/core/deliveries';
import type { Event } from '@switchyard/core/events';
import { eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { providerSchema } from '@switchyard/core/providers';
import { type ReceivedMessage, readReceivedMessage } from '@switchyard/core/received-messages';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { eventHistory } from '../../event-history.ts';
import { stepText } from '../../event-step-text.ts';
import { MAX_TENANTS, readDeliveries, requireEvent } from '../../find-event.ts';
import { excerpt, formatBytes, formatPairs, formatTime, indent } from '../../format.ts';
import type { DeploymentContext } from '../../session.ts';

const PAYLOAD_CHARACTERS = 400;

export const eventsStory = defineCommand({
  name: 'events story',
  summary: 'all of one event: the callback that it was made of, its payload, and each delivery to its end',
  input: z.object({ eventId: eventIdSchema, tenant: tenantIdSchema.optional() }),
  arguments: ['eventId'],
  options: { tenant: ['<tenant-id>', `whose it is; without, all tenants are tried, ${MAX_TENANTS} at most`] },
  examples: ['events story evt_06h03rpcrshnmfn6v148neygy8 --tenant acme'],
  notes:
    'The correlation id stands in each line that a function logs about it. What a person wrote is personal data.',
  async run({ open, output }, { eventId, tenant }) {
    const deployment = await open();
    const event = await requireEvent(deployment, eventId, tenant);
    const [deliveries, callback] = await Promise.all([
      readDeliveries(deployment, event),
      readCallback(deployment, event),
    ]);
    const steps = eventHistory(event, deliveries);
    return {
      event_id: eventId,
      tenant_id: event.tenantId,
      event_type: event.eventType ?? null,
      ordering_key: event.orderingKey ?? null,
      correlation_id: event.correlationId,
      status: statusOf(event, deliveries),
      created_at: event.createdAt,
      ...payloadView(event.payload),
      callback,
      steps,
      lines: steps.map((step) => stepText(step, event, output.colors)),
    };
  },
  json: ({ lines: _, ...answer }) => answer,
  text: ({ lines, callback, ...event }) =>
    [
      `Event ${event.event_id} of tenant ${event.tenant_id}: ${event.status}`,
      '',
      indent(
        formatPairs([
          ['type', event.event_type ?? undefined],
          ['correlation id', event.correlation_id],
          ['ordering key', event.ordering_key ?? undefined],
          ['made of', callback === null ? undefined : `${callback.provider} ${callback.provider_id}`],
          ['callback came', callback?.received_at == null ? undefined : formatTime(callback.received_at)],
          ['conversation', callback?.conversation_id ?? undefined],
          ['payload', `${formatBytes(event.payload_bytes)}: ${excerpt(event.payload, PAYLOAD_CHARACTERS)}`],
        ]),
      ),
      '',
      ...lines,
    ].join('\n'),
});

/** A delivery whose item is not written yet is on its way. */
const statusOf = ({ endpointIds }: Event, deliveries: Awaited<ReturnType<typeof readDeliveries>>) =>
  eventStatus([
    ...deliveries.map(({ status }) => status),
    ...(endpointIds.length > deliveries.length ? (['PENDING'] as const) : []),
  ]);

function payloadView(bytes: Uint8Array) {
  return { payload: new TextDecoder('utf-8').decode(bytes), payload_bytes: bytes.byteLength };
}

/** What came in. A report on a message is kept in the message's timeline, and of it only the ids are told. */
async function readCallback(deployment: DeploymentContext, { source }: Event) {
  if (source === undefined) return null;
  const { provider: name, providerId } = source;
  const provider = providerSchema.safeParse(name).data;
  const received =
    provider === undefined ? undefined : await readReceivedMessage(deployment, { provider, providerId });
  return { provider: name, provider_id: providerId, ...receivedView(received) };
}

const receivedView = (received: ReceivedMessage | undefined) => ({
  channel: received?.message.channel ?? null,
  from: received?.message.from ?? null,
  to: received?.message.to ?? null,
  received_at: received?.message.receivedAt ?? null,
  routed_at: received?.routedAt ?? null,
  request_id: received?.requestId ?? null,
  conversation_id: received?.conversationId ?? null,
});
