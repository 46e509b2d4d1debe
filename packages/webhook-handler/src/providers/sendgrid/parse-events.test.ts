import { describe, expect, it } from '@jest/globals';
import type { MessageStatus } from '@switchyard/core/messages';
import fc from 'fast-check';
import { aSendGridEvent, X_MESSAGE_ID } from '../../../testing/sendgrid-fixtures.ts';
import { genuine, RECEIVED_AT, sendGridEventsRequest } from '../../../testing/signed-requests.ts';
import { partOf } from '../../verified-request.ts';
import { parseSendGridEvents } from './parse-events.ts';

const requestOf = (...events: readonly unknown[]) => genuine(sendGridEventsRequest({ events }));
const receive = (...events: readonly unknown[]) => parseSendGridEvents(requestOf(...events));
const receiveOne = (event: string, changes = {}) => receive(aSendGridEvent(event, changes)).reports[0];

describe('an event of a mail', () => {
  it('becomes a report', () => {
    expect(receive(aSendGridEvent('bounce', { sg_event_id: 'e1' }))).toMatchObject({
      unreadable: 0,
      reports: [
        {
          provider: 'sendgrid',
          eventId: 'e1',
          externalId: X_MESSAGE_ID,
          messageIdHint: undefined,
          channel: 'email',
          recipients: ['ada@example.org'],
          kind: 'status',
          status: 'bounced',
          rawStatus: 'bounce',
          errorCode: '5.1.1',
          occurredAt: '2026-03-04T05:06:06.000Z',
          receivedAt: RECEIVED_AT,
          details: {
            bounce_type: 'bounce',
            bounce_classification: 'Invalid Address',
            reason: '550 5.1.1 unknown user',
          },
        },
      ],
    });
  });

  it.each<[string, MessageStatus]>([
    ['processed', 'sent'],
    ['deferred', 'delayed'],
    ['blocked', 'delayed'],
    ['delivered', 'delivered'],
    ['bounce', 'bounced'],
    ['dropped', 'suppressed'],
    ['spamreport', 'complained'],
  ])('%s means %s', (event, status) => {
    expect(receiveOne(event)).toMatchObject({ kind: 'status', status });
  });

  it('a bounce that is a block is no end: the address stays good', () => {
    const report = receiveOne('bounce', { type: 'blocked', status: '4.7.1' });
    expect(report).toMatchObject({
      status: 'delayed',
      rawStatus: 'bounce',
      errorCode: '4.7.1',
      details: { bounce_type: 'blocked' },
    });
  });

  it.each([
    'unsubscribe',
    'group_unsubscribe',
    'group_resubscribe',
    'account_status_change',
    'invented_later',
  ])('%s is no step of delivery', (event) => {
    expect(receiveOne(event)).toMatchObject({ kind: 'other', rawStatus: event });
  });

  it('tells the link of a click and who loaded the picture, and not from where', () => {
    expect(receiveOne('click')).toMatchObject({
      kind: 'click',
      details: { link: 'https://example.org/offer' },
    });
    const open = receiveOne('open', { sg_machine_open: true });
    expect(open).toMatchObject({ kind: 'open', details: { machine_open: true } });
    expect(JSON.stringify(open)).not.toContain('203.0.113.9');
  });

  it('tells why SendGrid did not send it', () => {
    expect(receiveOne('dropped')).toMatchObject({
      errorCode: 'Bounced Address',
      details: { reason: 'Bounced Address' },
    });
  });

  it('names the message in a custom argument', () => {
    expect(receiveOne('open', { message_id: 'acme:order-1' })).toMatchObject({
      messageIdHint: 'acme:order-1',
    });
  });

  it.each([
    [`${X_MESSAGE_ID}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`, X_MESSAGE_ID],
    [`${X_MESSAGE_ID}.recvd-5f54c7b4-x2x-1-5FC-1.0`, X_MESSAGE_ID],
    ['14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0', '14c5d75ce93'],
    [X_MESSAGE_ID, X_MESSAGE_ID],
    [undefined, ''],
    [7, ''],
  ])('with the sg_message_id %s is about %s', (sg_message_id, externalId) => {
    expect(receiveOne('open', { sg_message_id })).toMatchObject({ externalId });
  });

  it.each([[undefined], ['soon'], [-1], [1e15], [null]])(
    'at the time %s counts from when it came',
    (timestamp) => {
      expect(receiveOne('open', { timestamp })).toMatchObject({ occurredAt: RECEIVED_AT });
    },
  );

  it('without sg_event_id is known by what it says', () => {
    const event = aSendGridEvent('open', { sg_event_id: undefined });
    const other = { ...event, url: 'https://example.org' };
    const [first, second] = receive(event, other).reports;
    expect(first?.eventId).toMatch(/^sha256:/);
    expect(second?.eventId).not.toBe(first?.eventId);
    expect(receive(event).reports[0]?.eventId).toBe(first?.eventId);
  });
});

describe('a batch', () => {
  it('of anything is read, as far as it is events, and what comes of it can be stored', () => {
    const field = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.constant('\ud83d'));
    const event = fc.record({
      event: field,
      sg_event_id: field,
      sg_message_id: field,
      reason: field,
      email: field,
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.jsonValue(), event, fc.constant({ event: 'dropped', reason: '🚀'.repeat(99) }))),
        (events) => {
          const { reports, unreadable } = receive(...events);
          expect(reports.length + unreadable).toBeLessThanOrEqual(events.length);
          for (const report of reports) {
            expect(JSON.stringify(report)).not.toMatch(/\\ud[89a-f]/);
            expect(report.eventId).not.toBe('');
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has each event once, and counts what is none', () => {
    const open = aSendGridEvent('open');
    const { reports, unreadable } = receive(open, 7, null, {}, { event: '' }, [open], open);
    expect(reports).toHaveLength(1);
    expect(unreadable).toBe(5);
  });

  it.each([
    ['is no JSON', '[{"event":'],
    ['is no array', JSON.stringify(aSendGridEvent('open'))],
    ['has more events than anybody sends', `[${'0,'.repeat(10_000)}0]`],
  ])('that %s cannot be read', (_, body) => {
    const request = partOf(requestOf(), Buffer.from(body));
    expect(() => parseSendGridEvents(request)).toThrow(
      expect.objectContaining({ code: 'callback_unreadable' }),
    );
  });

  it('is read whole however many custom arguments its senders gave', () => {
    const custom = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`a${n}`, 1]));
    const events = Array.from({ length: 900 }, () => aSendGridEvent('delivered', custom));
    expect(receive(...events)).toMatchObject({ unreadable: 0, reports: { length: 900 } });
  });

  it('can be made smaller without another event or another id', () => {
    const events = [
      aSendGridEvent('open'),
      7,
      aSendGridEvent('click', { sg_event_id: undefined }),
      aSendGridEvent('bounce'),
    ];
    const request = requestOf(...events);
    const { reports, bodyOf } = parseSendGridEvents(request);
    const wanted = reports.slice(1);
    const part = partOf(request, bodyOf?.(wanted) ?? new Uint8Array());
    expect(parseSendGridEvents(part)).toMatchObject({ reports: wanted, unreadable: 0 });
  });
});
