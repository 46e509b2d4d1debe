import { describe, expect, it } from '@jest/globals';
import { anEndpoint, NOW } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { disableEndpoint } from './disable-endpoint.ts';
import { endpointSchema } from './endpoint.ts';

function setUp() {
  const { context, endpoints, queue } = createTestContext({ now: NOW + 1_000 });
  return {
    table: endpoints,
    queue,
    disable: () => disableEndpoint(context, anEndpoint(), 'The endpoint answered 410 Gone.'),
  };
}

describe('disabling an endpoint that is gone', () => {
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
        told: { state: 'disabled', at: '2026-03-04T05:06:08.000Z', ids: [expect.any(String)] },
        stateWriteId: expect.any(String),
      },
    ]);
  });

  it('is said to be done also by a repeat, as after an answer that was lost', async () => {
    const { table, disable } = setUp();
    table.store(anEndpoint());
    expect([await disable(), await disable()]).toEqual([true, true]);
  });

  it('is told once, however many workers were answered so', async () => {
    const { table, queue, disable } = setUp();
    table.store(anEndpoint());
    expect(await Promise.all([disable(), disable(), disable()])).toEqual([true, true, true]);
    const told = endpointSchema.parse(table.items()[0]).told;
    expect(
      queue.control.filter(
        ({ message }) => message.kind === 'tell_endpoint' && told?.ids.includes(message.id),
      ),
    ).toMatchObject([
      { message: { event: { type: 'endpoint.disabled', data: { reason: 'gone', last_error: 'http_410' } } } },
    ]);
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
