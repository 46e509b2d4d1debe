import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { decodeMessageReference, outboundMessageKey } from '@switchyard/core/messages';
import { aMessageItem, DAY_MS, NOW } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

const SMS = { channel: 'sms', provider: 'twilio', recipient: '+436601234567' };
const MAIL = { channel: 'email', provider: 'resend', recipient: 'ada@example.com' };

function createPut() {
  const api = createTestApi();
  const put = (body: unknown, id = 'order-1') =>
    api.send({
      method: 'PUT',
      path: `/v1/messages/${id}`,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** What is stored under this id. */
  const stored = (messageId = 'order-1') => api.table.item(outboundMessageKey('acme', messageId));
  return { api, put, stored };
}

describe('the answer', () => {
  it('is 201 with the message when it is new', async () => {
    const { status, json } = await createPut().put(SMS);

    expect(status).toBe(201);
    expect(json).toEqual({
      message_id: 'order-1',
      channel: 'sms',
      provider: 'twilio',
      recipient: '+436601234567',
      sent_at: toIso(NOW),
      status: 'registered',
      status_at: toIso(NOW),
      reference: expect.any(String),
    });
  });

  it('names the message in a form that leads back to it', async () => {
    const { json } = await createPut().put(SMS);

    const reference = String(Object(json).reference);
    expect(decodeMessageReference(reference)).toEqual({ tenantId: 'acme', messageId: 'order-1' });
  });

  it.each([
    ['with this external id', 'SM1'],
    ['without an external id', undefined],
  ])('is 200 when it was registered before %s', async (_, externalId) => {
    const { api, put } = createPut();
    api.storeMessage(aMessageItem({ externalId, status: 'delivered' }));

    const { status, json } = await put({ ...SMS, external_id: 'SM1' });

    expect(status).toBe(200);
    expect(json).toMatchObject({ external_id: 'SM1', status: 'delivered' });
  });

  it('is 409 with what it is now when it was registered differently', async () => {
    const { put } = createPut();
    await put(SMS);

    const answer = await put({ ...SMS, sent_at: toIso(NOW + 1) });

    expect(answer).toEqual(problem(409, 'message_conflict'));
    expect(answer.body).toContain(`another sent_at: ${toIso(NOW)}`);
  });

  it('is 409 when the external id is another message’s', async () => {
    const { put } = createPut();
    await put({ ...SMS, external_id: 'SM1' });

    const answer = await put({ ...SMS, external_id: 'SM1' }, 'order-2');

    expect(answer).toEqual(problem(409, 'external_id_taken'));
    expect(answer.body).toContain('SM1');
  });

  it('is 503 when the store does not answer', async () => {
    const { api, put } = createPut();
    api.takeDown();

    const answer = await put(SMS);

    expect(answer).toEqual(problem(503, 'unavailable'));
    expect(answer.headers).toHaveProperty('retry-after', '1');
  });
});

describe('what is registered', () => {
  it('is the tenant’s that the authorizer proved, under the id of the path', async () => {
    const { put, stored } = createPut();
    await put(SMS, 'order-7');

    expect(stored('order-7')).toMatchObject({
      tenantId: 'acme',
      messageId: 'order-7',
      channel: 'sms',
      provider: 'twilio',
      recipient: '+436601234567',
    });
  });

  it.each([
    [{ ...SMS, channel: 'whatsapp', recipient: 'whatsapp:+436601234567' }, '+436601234567'],
    [{ ...SMS, channel: 'whatsapp', recipient: 'US.13491208655302741918' }, 'US.13491208655302741918'],
    [{ ...MAIL, recipient: ' Ada@Example.COM ' }, 'ada@example.com'],
  ])('has the recipient as providers report it: %j', async (body, recipient) => {
    const { put, stored } = createPut();
    await put(body);

    expect(stored()).toMatchObject({ recipient });
  });

  it.each([
    ['2026-03-04T05:06:07Z', '2026-03-04T05:06:07.000Z'],
    ['2026-03-04T06:06:07+01:00', '2026-03-04T05:06:07.000Z'],
    ['2026-03-04T05:06:07.123456Z', '2026-03-04T05:06:07.123Z'],
  ])('has its time in UTC with milliseconds: %s', async (given, sentAt) => {
    const { put, stored } = createPut();
    await put({ ...SMS, sent_at: given });

    expect(stored()).toMatchObject({ sentAt });
  });

  it.each([
    ['X-Message-Id', 'LRzXl_NHStOGhQ4kofSm_A'],
    ['sg_message_id', 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0'],
  ])('sent through SendGrid is known by its %s', async (_, external_id) => {
    const { put, stored } = createPut();

    expect(await put({ ...MAIL, provider: 'sendgrid', external_id })).toMatchObject({ status: 201 });
    expect(stored()).toMatchObject({ externalId: 'LRzXl_NHStOGhQ4kofSm_A' });
  });

  it.each([
    ['of all characters that are allowed', 'Az09_.:@+-', 'Az09_.:@+-'],
    ['of 128 characters', 'x'.repeat(128), 'x'.repeat(128)],
    ['of 128 characters, escaped', '%40'.repeat(128), '@'.repeat(128)],
  ])('has an id %s', async (_, path, messageId) => {
    const { put, stored } = createPut();

    expect(await put(SMS, path)).toMatchObject({ status: 201 });
    expect(stored(messageId)).toMatchObject({ messageId });
  });
});

describe('a request is refused', () => {
  it.each([
    ['of an unknown channel', { ...SMS, channel: 'fax' }, 'channel'],
    ['of an unknown provider', { ...SMS, provider: 'other' }, 'provider'],
    ['with a provider of mails', { ...SMS, provider: 'sendgrid' }, 'provider'],
    ['with a provider of another channel', { ...MAIL, provider: 'twilio' }, 'provider'],
    ['without a recipient', { channel: 'sms', provider: 'twilio' }, 'recipient'],
    ['with a number with spaces', { ...SMS, recipient: '+43 660 1234567' }, 'recipient'],
    ['with a number without its country', { ...SMS, recipient: '06601234567' }, 'recipient'],
    ['with a name before the address', { ...MAIL, recipient: 'Ada <ada@example.com>' }, 'recipient'],
    ['with several addresses', { ...MAIL, recipient: 'ada@example.com, bob@example.com' }, 'recipient'],
    ['with a time that is none', { ...SMS, sent_at: 'today' }, 'sent_at'],
    ['with a time without its zone', { ...SMS, sent_at: '2026-03-04T05:06:07' }, 'sent_at'],
    ['with a time too far ahead', { ...SMS, sent_at: toIso(NOW + 35 * DAY_MS + 1) }, 'sent_at'],
    ['with an empty external id', { ...SMS, external_id: '' }, 'external_id'],
    ['with spaces in the external id', { ...SMS, external_id: 'SM 1' }, 'external_id'],
    ['with an overlong external id', { ...SMS, external_id: 'x'.repeat(256) }, 'external_id'],
  ])('%s, naming the field: 422', async (_, body, path) => {
    const { api, put } = createPut();

    const answer = await put(body);

    expect(answer).toEqual(problem(422, 'body_invalid'));
    expect(answer.json).toMatchObject({ errors: [{ path, message: expect.any(String) }] });
    expect(api.table.calls).toEqual([]);
  });

  it.each([
    ['with an unknown property', { ...SMS, external: 'SM1' }],
    ['with a tenant', { ...SMS, tenant_id: 'globex' }],
    ['that is not an object', [SMS]],
  ])('%s: 422', async (_, body) => {
    expect(await createPut().put(body)).toEqual(problem(422, 'body_invalid'));
  });

  it.each([
    ['with a character that is not allowed', 'order%201'],
    ['with a slash', 'order%2F1'],
    ['that is not ASCII', 'b%C3%A4r'],
    ['that is too long', 'x'.repeat(129)],
  ])('for an id %s: 400', async (_, id) => {
    expect(await createPut().put(SMS, id)).toEqual(problem(400, 'params_invalid'));
  });

  it('without a body: 400', async () => {
    const { api } = createPut();

    expect(await api.send({ method: 'PUT', path: '/v1/messages/order-1', body: undefined })).toEqual(
      problem(400, 'body_malformed'),
    );
  });

  it('that is not JSON: 400', async () => {
    expect(await createPut().put('{"channel":')).toEqual(problem(400, 'body_malformed'));
  });

  it('without the authorizer: 401', async () => {
    const { api } = createPut();
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'PUT', path: '/v1/messages/order-1', headers, body: JSON.stringify(SMS) };

    expect(await api.send({ ...request, tenantId: null })).toEqual(problem(401, 'not_authenticated'));
    expect(api.table.calls).toEqual([]);
  });
});

it('a time as far ahead as providers schedule is taken', async () => {
  expect(await createPut().put({ ...SMS, sent_at: toIso(NOW + 35 * DAY_MS) })).toMatchObject({ status: 201 });
});

it('the log says what was done, and not to whom', async () => {
  const { api, put } = createPut();
  await put(MAIL, 'order-7');

  expect(JSON.parse(api.logs())).toMatchObject({
    tenantId: 'acme',
    messageId: 'order-7',
    outcome: 'created',
  });
  expect(api.logs()).not.toContain('ada@example.com');
});
