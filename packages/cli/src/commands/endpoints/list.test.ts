import { describe, expect, it } from '@jest/globals';
import { addToHour, hourOf } from '@switchyard/core/health';
import { anEndpoint, TENANT_ID } from '@switchyard/core/testing';
import { testSession } from '../../../testing/test-session.ts';
import { endpointsList } from './list.ts';

describe('a tenant’s endpoints', () => {
  it('are listed with how they do', async () => {
    const endpoint = anEndpoint();
    const { session } = testSession({ endpoints: [endpoint] });
    const { clock, ...deployment } = await session.open();
    await addToHour({ ...deployment, clock }, endpoint, {
      writeId: 'one',
      hour: hourOf(clock()),
      counts: new Map(Object.entries({ delivered: 41, failed: 2, t20: 43 })),
      lastSuccessAt: '2026-03-04T05:06:07.000Z',
    });
    const listed = await endpointsList.run(session, { tenantId: TENANT_ID });
    expect(listed.endpoints).toMatchObject([
      { endpoint_id: 'default', health: { held: { count: 0 }, last_day: { delivered: 41 } } },
    ]);
    const text = endpointsList.text(listed, { colors: session.output.colors, nowMs: clock() });
    expect(text).toMatch(/default +closed +2026-03-04T05:06:07.000Z +0 +0 +41 +2 +0 +32 ms/);
  });
});
