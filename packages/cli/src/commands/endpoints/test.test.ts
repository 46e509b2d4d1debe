import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '@switchyard/core/testing';
import pc from 'picocolors';
import { testSession } from '../../../testing/test-session.ts';
import { endpointsTest } from './test.ts';

const input = { tenantId: 'acme', endpointId: 'default', waitSeconds: 60 };
const presentation = { colors: pc.createColors(false), nowMs: 0 };

function setUp(changes: Parameters<typeof anEndpoint>[0] = {}) {
  const queueUrls = { control: 'https://sqs.example/control', delivery: 'https://sqs.example/delivery' };
  let now = Date.parse('2026-03-04T05:06:07.000Z');
  const test = testSession({
    endpoints: [anEndpoint(changes)],
    clock: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    deployment: {
      named: { functions: {}, queueUrls, tables: {}, secrets: {} },
      sqs: {
        send: async ({
          input: { Entries },
        }: {
          readonly input: { readonly Entries: readonly object[] };
        }) => ({
          Successful: Entries,
        }),
      },
    },
  });
  return { ...test, elapsed: () => now - Date.parse('2026-03-04T05:06:07.000Z') };
}

describe('endpoints test', () => {
  it('says that there is no answer yet, and fails, when the wait is over', async () => {
    const { session, elapsed } = setUp();
    const answer = await endpointsTest.run(session, input);
    expect(answer).toMatchObject({ status: 'PENDING', event_id: expect.stringMatching(/^evt_/) });
    expect(elapsed()).toBe(60_000);
    expect(endpointsTest.text(answer, presentation)).toContain('has not answered yet');
    expect(endpointsTest.exitCode?.(answer, input)).toBe(1);
  });

  it('sends nothing to one that is out of service, and says what to do first', async () => {
    const { session, tables } = setUp({ status: 'PAUSED' });
    await expect(endpointsTest.run(session, input)).rejects.toMatchObject({
      code: 'endpoint_paused',
      message: expect.stringContaining('Resume it first'),
    });
    expect(tables.events.items()).toEqual([]);
  });
});
