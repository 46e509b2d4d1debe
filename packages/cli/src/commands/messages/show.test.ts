import { expect, it } from '@jest/globals';
import { outboundMessageKey, timelineKey } from '@switchyard/core/messages';
import { aMessageItem, aTimelineEntry } from '@switchyard/core/testing';
import { presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { messagesShow } from './show.ts';

it('messages show tells what the provider reported, in the order in which it happened', async () => {
  const message = aMessageItem({ tenantId: 'acme' });
  const { session, tables } = testSession();
  const entry = (eventId: string, changes: Parameters<typeof aTimelineEntry>[0]) =>
    tables.events.store({
      ...timelineKey('acme', message.messageId, eventId),
      ...aTimelineEntry({ eventId, ...changes }),
    });
  tables.events.store({ ...outboundMessageKey('acme', message.messageId), ...message });
  entry('2', { status: 'delivered', rawStatus: 'deliv\u202eered', occurredAt: '2026-03-04T06:00:00.000Z' });
  entry('1', { status: 'sent', rawStatus: 'sent', occurredAt: '2026-03-04T05:30:00.000Z' });
  const answer = await messagesShow.run(session, { tenantId: 'acme', messageId: message.messageId });
  expect(answer.timeline.map(({ status }) => status)).toEqual(['sent', 'delivered']);
  expect(answer.status).toBe('delivered');
  const text = messagesShow.text(answer, presentation);
  expect(text).toMatch(/of tenant acme: delivered\n/);
  expect(text).not.toContain('\u202e');
});
