import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toSeconds } from '@switchyard/core/clock';
import { signStripe } from '@switchyard/core/signatures';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** A tenant that is delivered to the built-in receiver. */
async function createReceivingTenant() {
  const tenant = await flow.createTenant();
  const targetUrl = `${flow.local.receiver_url}/${tenant.tenantId}/webhook`;
  const { secrets } = await flow.putEndpoint(tenant.tenantId, { targetUrl });
  return { ...tenant, targetUrl, secret: secrets[0]?.secret ?? '' };
}

const send = async (url: string, payload: string, signature: string) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body: payload,
  });
  return { status: response.status, body: await response.json() };
};

const operate = (action: string, token: string | undefined, method = 'POST') =>
  fetch(`${flow.local.receiver_url}/${action}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

describe('the receiver', () => {
  it('verifies what the worker sends', async () => {
    const tenant = await createReceivingTenant();
    const event = await tenant.waitFor(await tenant.post(), 'DELIVERED');
    expect(event.deliveries[0]?.attempts).toMatchObject([{ status_code: 200 }]);
    await flow.logged(
      'the receiver’s line',
      (json) => json.tenantId === tenant.tenantId && json.outcome === 'verified',
    );
  });

  it('answers the same signature twice, and flags the second as a replay', async () => {
    const tenant = await createReceivingTenant();
    const payload = '{"n":1}';
    const signature = signStripe({
      payload: Buffer.from(payload),
      secrets: [tenant.secret],
      timestamp: toSeconds(Date.now()),
    });
    expect(await send(tenant.targetUrl, payload, signature)).toMatchObject({
      status: 200,
      body: { received: true, replayed: false },
    });
    expect(await send(tenant.targetUrl, payload, signature)).toMatchObject({
      status: 200,
      body: { received: true, replayed: true },
    });
  });

  it.each([
    ['another secret', '{"n":1}', 0, `whsec_${Buffer.alloc(32, 1).toString('base64')}`, 'signature_mismatch'],
    ['another body', '{"n":2}', 0, undefined, 'signature_mismatch'],
    ['a time long past', '{"n":1}', 301, undefined, 'timestamp_too_old'],
  ])('refuses a signature with %s', async (_name, payload, age, secret, code) => {
    const tenant = await createReceivingTenant();
    const signature = signStripe({
      payload: Buffer.from('{"n":1}'),
      secrets: [secret ?? tenant.secret],
      timestamp: toSeconds(Date.now()) - age,
    });
    expect(await send(tenant.targetUrl, payload, signature)).toMatchObject({ status: 401, body: { code } });
  });

  it('is switched off and on by an operator only', async () => {
    for (const [action, method] of [
      ['disable', 'POST'],
      ['enable', 'POST'],
      ['status', 'GET'],
    ] as const) {
      expect((await operate(action, undefined, method)).status).toBe(401);
      expect((await operate(action, 'guessed', method)).status).toBe(401);
    }
    const { operator_token: token } = flow.local;
    expect((await operate('status', token, 'GET')).status).toBe(200);
  });

  it('switched off makes deliveries fail until it is switched on', async () => {
    const tenant = await createReceivingTenant();
    const { operator_token: token } = flow.local;
    expect(await (await operate('disable', token)).json()).toMatchObject({ enabled: false });
    try {
      const eventId = await tenant.post();
      const event = await tenant.waitFor(eventId, 'DLQ');
      expect(event.deliveries[0]?.attempts.map(({ status_code: status }) => status)).toEqual([
        503, 503, 503, 503, 503,
      ]);
      expect(await (await operate('enable', token)).json()).toMatchObject({ enabled: true });
      await flow.waitForDeadLetter(eventId);
      await flow.dlq({ action: 'requeue', eventIds: [eventId], maxMessages: 1 });
      await tenant.waitFor(eventId, 'DELIVERED');
    } finally {
      await operate('enable', token);
    }
    const status = await waitUntil('the receiver is on', async () => {
      const body: unknown = await (await operate('status', token, 'GET')).json();
      return body;
    });
    expect(status).toMatchObject({ enabled: true });
  });
});
