import { describe, expect, it } from '@jest/globals';
import { NOW, presentation } from '../../../testing/builders.ts';
import { fakeLambda, invoked } from '../../../testing/fake-client.ts';
import { testSession } from '../../../testing/test-session.ts';
import { dlqSummary } from './summary.ts';

const hoursAgo = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();

function found(messages: readonly object[], scan: object = {}) {
  const { client: lambda, sent } = fakeLambda(() =>
    invoked({
      action: 'peek',
      scanned: messages.length,
      matched: messages.length,
      malformed: 0,
      complete: true,
      messages,
      ...scan,
    }),
  );
  return { session: testSession({ deployment: { lambda } }).session, sent };
}

const message = (changes: object) => ({
  messageId: 'm',
  tenantId: 'acme',
  eventId: 'evt_1',
  endpointId: 'default',
  generation: 1,
  reason: 'attempts_exhausted',
  ...changes,
});

describe('dlq summary', () => {
  it('counts by tenant, endpoint and reason, the most first, with the age of the oldest', async () => {
    const { session } = found([
      message({ tenantId: 'beta', deadAt: hoursAgo(1) }),
      message({ deadAt: hoursAgo(2) }),
      message({ deadAt: hoursAgo(5) }),
      message({ reason: 'timeout', deadAt: hoursAgo(1) }),
    ]);
    const answer = await dlqSummary.run(session, { max: 100 });
    expect(answer.groups.map((group) => [group.tenant_id, group.reason, group.count])).toEqual([
      ['acme', 'attempts_exhausted', 2],
      ['beta', 'attempts_exhausted', 1],
      ['acme', 'timeout', 1],
    ]);
    const text = dlqSummary.text(answer, presentation);
    expect(text).toMatch(/^acme +default +attempts_exhausted +2 +5h$/m);
    expect(text).toMatch(/\n\n4 dead letters\.$/);
  });

  it('counts what is held by when it was, and says when there may be more', async () => {
    const { session, sent } = found([message({ reason: 'endpoint_paused', heldSince: hoursAgo(3) })], {
      complete: false,
    });
    const answer = await dlqSummary.run(session, { max: 1, held: true });
    expect(JSON.parse(String(sent()[0]?.input.Payload))).toEqual({
      action: 'peek',
      held: true,
      maxMessages: 1,
    });
    expect(dlqSummary.text(answer, presentation)).toMatch(
      /endpoint_paused +1 +3h\n\n1 held delivery, and there may be more: raise --max\.$/,
    );
  });

  it('says that there is nothing', async () => {
    const answer = await dlqSummary.run(found([]).session, { max: 10 });
    expect(dlqSummary.text(answer, presentation)).toBe('There are no dead letters.');
  });
});
