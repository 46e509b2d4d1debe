import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InboundFlow, openInboundFlow } from '../testing/inbound-flow.ts';

let flow: InboundFlow;
beforeAll(async () => {
  flow = await openInboundFlow();
});
afterAll(() => flow.close());

const CALLBACKS = ['/whatsapp', '/sms', '/email', '/email/segment', '/webhooks/twilio', '/webhooks/resend'];

describe('the callback routes', () => {
  it.each([...CALLBACKS.map((path) => [path, 'POST']), ['/webhooks/health', 'GET']])(
    '%s answers a preflight',
    async (path, method) => {
      const response = await fetch(`${flow.hooksUrl}${path}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example.com', 'access-control-request-method': method },
      });
      expect([200, 204]).toContain(response.status);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-methods')).toContain(method);
    },
  );

  it.each(CALLBACKS)('%s takes nothing but POST', async (path) => {
    expect((await fetch(`${flow.hooksUrl}${path}`)).status).toBe(404);
  });
});

describe('the health route', () => {
  const get = async (query: string) => {
    const response = await fetch(`${flow.hooksUrl}/webhooks/health${query}`);
    return { status: response.status, body: await response.json() };
  };
  const HEALTHY = {
    status: 'healthy',
    service: 'webhook_handlers',
    endpoints: {
      whatsapp: '/whatsapp',
      sms: '/sms',
      email: '/email',
      twilio_status: '/webhooks/twilio',
      resend_events: '/webhooks/resend',
      twilio: '/webhooks/twilio',
      resend: '/webhooks/resend',
      sendgrid_events: '/webhooks/sendgrid',
      sendgrid: '/webhooks/sendgrid',
    },
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
  };

  it('answers monitors', async () => {
    expect(await get('')).toEqual({ status: 200, body: HEALTHY });
  });

  it('asks table, queues and secrets when told to', async () => {
    const ok = ['whatsapp', 'sms', 'email'].flatMap((channel) => [
      `${channel}_replies`,
      `${channel}_handoff`,
    ]);
    const checks = Object.fromEntries(
      ['table', 'secrets', 'callback_spool', ...ok].map((name) => [name, 'ok']),
    );
    expect(await get('?deep=1')).toEqual({ status: 200, body: { ...HEALTHY, checks } });
  });
});
