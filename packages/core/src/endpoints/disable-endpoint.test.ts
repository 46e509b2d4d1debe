import { describe, expect, it } from '@jest/globals';
import { anEndpoint, NOW } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { disableEndpoint } from './disable-endpoint.ts';

function setUp() {
  const { context, endpoints } = createTestContext({ now: NOW + 1_000 });
  const disable = () => disableEndpoint(context, anEndpoint(), 'The endpoint answered 410 Gone.');
  return { table: endpoints, disable };
}

describe('disabling an endpoint', () => {
  it('says so, why and when, and changes nothing else', async () => {
    const { table, disable } = setUp();
    table.store(anEndpoint());
    await disable();
    expect(table.items()).toEqual([
      {
        ...anEndpoint(),
        status: 'DISABLED',
        statusChangedAt: '2026-03-04T05:06:08.000Z',
        statusReason: 'The endpoint answered 410 Gone.',
        updatedAt: '2026-03-04T05:06:08.000Z',
      },
    ]);
  });

  it('is said to be done also by a repeat, as after an answer that was lost', async () => {
    const { table, disable } = setUp();
    table.store(anEndpoint());
    expect([await disable(), await disable()]).toEqual([true, true]);
  });

  it.each([
    ['has another URL by now', { targetUrl: 'https://new.example.com/' }],
    ['was disabled by somebody for another reason', { status: 'DISABLED', statusReason: 'Asked for.' }],
  ] as const)('leaves one that %s as it is', async (_, changes) => {
    const { table, disable } = setUp();
    table.store(anEndpoint(changes));
    expect(await disable()).toBe(false);
    expect(table.items()).toEqual([anEndpoint(changes)]);
  });

  it('does not bring back one that was deleted', async () => {
    const { table, disable } = setUp();
    await disable();
    expect(table.items()).toEqual([]);
  });

  it('fails when DynamoDB does', async () => {
    const { table, disable } = setUp();
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(disable()).rejects.toThrow('throttled');
  });
});
