import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { attentionKey, deliveryKey } from '@switchyard/core/deliveries';
import { aDelivery, aKey, anEndpoint, EVENT_ID } from '@switchyard/core/testing';
import { mockClient } from 'aws-sdk-client-mock';
import { NOW, presentation } from '../../testing/builders.ts';
import { testSession } from '../../testing/test-session.ts';
import { overview } from './overview.ts';

const HOUR_MS = 3_600_000;
const anHourAgo = new Date(NOW - HOUR_MS).toISOString();
const open = {
  state: 'open',
  id: 'b1',
  failures: 20,
  failingSince: anHourAgo,
  lastError: 'http_503',
} as const;

/** A deployment that answers with these statuses, whose queues have so much waiting. */
function looking({
  health = 200,
  api = 401,
  depths = {},
}: {
  health?: number;
  api?: number;
  depths?: Record<string, number>;
}) {
  const sqs = new SQSClient({ region: 'eu-west-1' });
  mockClient(sqs)
    .onAnyCommand()
    .callsFake(async ({ QueueUrl }: { QueueUrl: string }) => ({
      Attributes: { ApproximateNumberOfMessages: String(depths[QueueUrl] ?? 0) },
    }));
  const names = ['delivery', 'slow', 'delivery-dlq', 'whatsapp-replies'];
  const queueUrls = Object.fromEntries(names.map((name) => [name, name]));
  return testSession({
    keys: [aKey(), aKey({ tenantId: 'calm', keyId: 'key_2', status: 'SUSPENDED' })],
    endpoints: [
      anEndpoint({ breaker: open }),
      anEndpoint({ endpointId: 'gone', status: 'DISABLED', statusReason: 'answered 410' }),
      anEndpoint({ endpointId: 'paused', status: 'PAUSED' }),
      anEndpoint({ tenantId: 'calm' }),
      anEndpoint({ tenantId: 'calm', endpointId: 'broken', breaker: { ...open, state: 'probing' } }),
    ],
    fetch: async (url) =>
      url.endsWith('/v1/events') ? new Response('', { status: api }) : Response.json({}, { status: health }),
    deployment: { sqs, named: { functions: {}, queueUrls, tables: {}, secrets: {} } },
  });
}

describe('overview', () => {
  it('says who is failing, the tenant with the most endpoints first, since when, and what is held', async () => {
    const { session, tables } = looking({});
    tables.events.store({
      ...deliveryKey('acme', EVENT_ID, 'default'),
      ...aDelivery({ status: 'HELD' }),
      ...attentionKey(
        { tenantId: 'acme', endpointId: 'default', createdAt: anHourAgo, eventId: EVENT_ID },
        'HELD',
      ),
    });
    const answer = await overview.run(session, {});
    expect(answer).toMatchObject({
      tenants: 2,
      suspended_tenants: 1,
      paused_endpoints: 1,
      failing_endpoints: 3,
    });
    expect(answer.failing.map(({ tenant_id, endpoints }) => [tenant_id, endpoints.length])).toEqual([
      ['acme', 2],
      ['calm', 1],
    ]);
    expect(answer.failing[0]?.endpoints).toMatchObject([
      { endpoint_id: 'default', breaker: 'open', last_error: 'http_503', held: 1, oldest_held_at: anHourAgo },
      {
        endpoint_id: 'gone',
        status: 'DISABLED',
        status_reason: 'answered 410',
        held: 0,
        oldest_held_at: null,
      },
    ]);
    expect(overview.text(answer, presentation)).toMatch(/^acme +default +ENABLED, breaker open +1h +1 +1h$/m);
  });

  it('says whether events are accepted, and what is in the way', async () => {
    const well = await overview.run(looking({}).session, {});
    expect([well.accepting, overview.exitCode?.(well, {})]).toEqual([true, 0]);
    const down = await overview.run(looking({ api: 502 }).session, {});
    expect([down.accepting, overview.exitCode?.(down, {})]).toEqual([false, 1]);
    expect(overview.text(down, presentation)).toMatch(/^Accepting: NO\.\n {2}API: .* answers 502/);
  });

  it('says what waits to be delivered, and where messages lie that nobody processes', async () => {
    const depths = { delivery: 7, slow: 2, 'delivery-dlq': 3, 'whatsapp-replies': 50 };
    const answer = await overview.run(looking({ depths }).session, {});
    expect(overview.text(answer, presentation)).toContain(
      'Delivering: about 9 waiting, 0 under way, 0 to be tried again.\n  delivery-dlq: about 3\n',
    );
  });
});
