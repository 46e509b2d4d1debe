import { expect, it } from '@jest/globals';
import { deliveryKey, newDelivery } from '@switchyard/core/deliveries';
import { eventKey, eventListSortKey, listPartition, putEvent } from '@switchyard/core/events';
import { anAttempt, anEvent, EVENT_ID, TENANT_ID } from '@switchyard/core/testing';
import { presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { eventTypesDelete } from '../event-types/delete.ts';
import { eventTypesList } from '../event-types/list.ts';
import { eventTypesRegister } from '../event-types/register.ts';
import { eventsAttempts } from './attempts.ts';
import { eventsList } from './list.ts';

/** A session beside an event of the type order.paid, which was tried twice. */
async function setUp() {
  const { session, tables } = testSession();
  const event = anEvent({ eventType: 'order.paid', expiresAt: 9_999_999_999 });
  await putEvent(await session.open(), { ...event, listSk: eventListSortKey(event, 1) });
  const attempts = [anAttempt({ attempt: 4 }), anAttempt({ attempt: 5, statusCode: 200 })];
  tables.events.store({
    ...deliveryKey(TENANT_ID, EVENT_ID, 'default'),
    ...{ ...newDelivery({ ...event, listSk: '' }, 'default'), status: 'DELIVERED', attempts },
  });
  expect(tables.events.item(eventKey(TENANT_ID, EVENT_ID))).toMatchObject({
    listPk: listPartition(TENANT_ID),
  });
  return session;
}

it('events list shows those that the options leave', async () => {
  const session = await setUp();
  const list = (options: object) => eventsList.run(session, { tenantId: TENANT_ID, max: 20, ...options });

  const answer = await list({ type: 'order.*', endpoint: 'default', status: 'DELIVERED' });
  expect(answer).toMatchObject({ events: [{ event_id: EVENT_ID }], complete: true });
  expect(eventsList.text(answer, presentation)).toMatch(/order\.paid +DELIVERED.*default DELIVERED/);
  const none = await list({ type: 'invoice.made' });
  expect(eventsList.text(none, presentation)).toBe('No events.');
});

it('events attempts shows each, and how many are not kept any more', async () => {
  const session = await setUp();
  const input = { tenantId: TENANT_ID, eventId: EVENT_ID, endpoint: undefined };

  const answer = await eventsAttempts.run(session, { ...input, max: 100 });
  expect(eventsAttempts.text(answer, presentation)).toMatch(/4 +503.*5 +200.*3 older attempts are not/s);
  const first = await eventsAttempts.run(session, { ...input, max: 1 });
  expect(eventsAttempts.text(first, presentation)).toContain('There are more');
});

it('event-types register, list and delete work on what the API shows', async () => {
  const { session } = testSession();
  const type = { tenantId: TENANT_ID, eventType: 'order.paid' };
  const list = async () => {
    const answer = await eventTypesList.run(session, { tenantId: TENANT_ID, max: 10 });
    return eventTypesList.text(answer, presentation);
  };

  const registered = await eventTypesRegister.run(session, {
    ...type,
    schema: { type: 'object' },
    validate: true,
  });
  expect(eventTypesRegister.text(registered, presentation)).toContain('are refused');
  expect(await list()).toMatch(/order\.paid +yes +yes +0/);
  const deleted = await eventTypesDelete.run(session, type);
  expect(eventTypesDelete.text(deleted, presentation)).toContain('Deleted order.paid');
  expect(await list()).toBe('No event types.');
  await expect(eventTypesDelete.run(session, type)).rejects.toMatchObject({ code: 'event_type_not_found' });
});
