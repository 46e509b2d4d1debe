import { ownedAddressKey } from '@switchyard/core/addresses';
import { toIso } from '@switchyard/core/clock';
import { conversationKey, conversationListKey } from '@switchyard/core/conversations';
import { receivedMessageKey } from '@switchyard/core/received-messages';
import { TENANT_ID } from '@switchyard/core/testing';
import { twilioRequest } from '../../../webhook-handler/testing/signed-requests.ts';
import { anSms, OUR_NUMBER } from '../../../webhook-handler/testing/twilio-fixtures.ts';
import type { Caller } from '../world/caller.ts';
import type { World } from '../world/world.ts';

const PERSONS = ['+14017122661', '+14017122662', '+14017122663'];

/** Persons who write to a number of one tenant's; each has a conversation. */
export function createMessages({ time, tables, queues }: World, caller: Caller) {
  const accepted: string[] = [];
  const createdAt = toIso(time.clock());
  for (const address of PERSONS) {
    const conversation = {
      conversationId: `c-${address.slice(1)}`,
      channel: 'sms' as const,
      address,
      tenantId: TENANT_ID,
      status: 'open',
      handOffToHuman: false,
      lastActivityAt: createdAt,
      createdAt,
    };
    tables.events.store({
      ...conversationKey(conversation.conversationId),
      ...conversationListKey(conversation),
      ...conversation,
    });
  }
  tables.events.store({ ...ownedAddressKey('sms', OUR_NUMBER), tenantId: TENANT_ID });

  return {
    accepted,
    /** One text, until Twilio is told that it is taken. */
    async sendOne(number: number): Promise<void> {
      const sid = `SM${String(number).padStart(32, '0')}`;
      const From = PERSONS[number % PERSONS.length] ?? '';
      const form = anSms({ MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, From });
      const request = twilioRequest({ route: 'sms', form, receivedAt: toIso(time.clock()) });
      // Whoever gives up was promised nothing.
      const answer = await caller.callBack(request.http).catch(() => undefined);
      if (answer?.status === 200) accepted.push(sid);
    },
    /** What was taken and is not stored, or never reached its queue. */
    missing(): string[] {
      const queue = queues.named('sms-replies');
      const routed = [...queue.messages.values()].map(({ body }) => body).join('\n');
      return accepted.flatMap((sid) => {
        const item = tables.events.item(receivedMessageKey({ provider: 'twilio', providerId: sid }));
        if (item === undefined) return [`text ${sid} was accepted and is not there`];
        return routed.includes(sid) ? [] : [`text ${sid} was accepted and never routed`];
      });
    },
  };
}
