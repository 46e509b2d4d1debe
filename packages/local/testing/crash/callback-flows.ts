import { ownedAddressKey } from '@switchyard/core/addresses';
import { toIso } from '@switchyard/core/clock';
import {
  anSms,
  type SignedRequest,
  toSpoolMessage,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { newNumber, newSid, putConversation } from '../inbound-conversation.ts';
import { postCallback } from '../inbound-flow.ts';
import { PATIENCE_MS, waitUntil } from '../wait-until.ts';
import { type BundleFlow, newTenant } from './bundle-flow.ts';
import type { CrashStack } from './open-crash-stack.ts';

/** A person in a conversation of a tenant writes. @param hand brings the text to us */
const receiveSms =
  (hand: (stack: CrashStack, request: SignedRequest) => Promise<void>) =>
  async (stack: CrashStack, marks: string[]): Promise<number> => {
    const tenant = await newTenant(stack, marks);
    const { documents, local } = stack;
    const eventsTable = local.tables.Events;
    const [from, to, sid] = [newNumber(), newNumber(), newSid()];
    marks.push(from, to, sid);
    const owned = { tenantId: tenant.tenantId, channel: 'sms', address: to, assignedAt: toIso(Date.now()) };
    await documents.put({ TableName: eventsTable, Item: { ...ownedAddressKey('sms', to), ...owned } });
    await putConversation({ documents, eventsTable }, 'sms', from, { tenantId: tenant.tenantId });
    const form = anSms({ From: from, To: to, MessageSid: sid, SmsSid: sid, SmsMessageSid: sid });
    await hand(stack, twilioRequest({ route: 'sms', baseUrl: local.hooks_url, form }));
    await stack.replies.take(sid);
    const found = await waitUntil('the event of the message', async () => {
      const own = tenant.endpoint.deliveries.filter(({ body }) => body.includes(sid));
      return own.length === 0 ? undefined : own;
    });
    const [eventId = ''] = found.map(({ headers }) => String(headers['webhook-id']));
    await tenant.hooks.waitForStatus(eventId, 'DELIVERED', PATIENCE_MS);
    const ids = new Set(tenant.endpoint.deliveries.map(({ headers }) => headers['webhook-id']));
    if (ids.size > 1) throw new Error(`One message became the events ${[...ids].join(', ')}`);
    return tenant.endpoint.deliveries.length;
  };

/** The provider calls until it is answered. */
const called = async ({ local }: CrashStack, request: SignedRequest): Promise<void> => {
  await waitUntil('an answer to the provider', async () =>
    (await postCallback(local.hooks_url, request)).status === 200 ? true : undefined,
  );
};

/** It was answered, and could not be recorded then. */
const spooled = ({ spool }: CrashStack, { callback }: SignedRequest): Promise<void> =>
  spool(toSpoolMessage(callback, true));

export const CALLBACK_FLOWS: readonly BundleFlow[] = [
  { name: 'sms', functionName: 'webhook-handler', run: receiveSms(called) },
  { name: 'sms from the spool', functionName: 'callback-spool', run: receiveSms(spooled) },
];
