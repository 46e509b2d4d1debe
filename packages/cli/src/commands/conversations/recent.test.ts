import { describe, expect, it } from '@jest/globals';
import { putNewConversation } from '@switchyard/core/conversations';
import { aConversation, presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { conversationsRecent } from './recent.ts';

const input = { max: 20, handedOff: false };

async function setUp() {
  const { session } = testSession();
  const deployment = await session.open();
  await putNewConversation(deployment, aConversation({ tenantId: 'acme' }));
  await putNewConversation(
    deployment,
    aConversation({
      conversationId: 'conv_2',
      channel: 'email',
      address: 'ann@example.com',
      handOffToHuman: true,
      lastActivityAt: '2026-03-01T11:30:00.000Z',
    }),
  );
  return session;
}

describe('conversations recent', () => {
  it('shows them of all tenants and channels, newest activity first', async () => {
    const answer = await conversationsRecent.run(await setUp(), input);
    expect(answer).toMatchObject({
      conversations: [{ conversation_id: 'conv_2' }, { conversation_id: 'conv_1', tenant_id: 'acme' }],
      looked_at: 2,
      more: false,
    });
    const [, first] = conversationsRecent.text(answer, presentation).split('\n');
    expect(first).toMatch(/^conv_2 +email +ann@example.com +open +yes +- +2026-03-01T11:30:00Z$/);
  });

  it('shows those that a person answers, or of one tenant', async () => {
    const session = await setUp();
    expect(await conversationsRecent.run(session, { ...input, handedOff: true })).toMatchObject({
      conversations: [{ conversation_id: 'conv_2' }],
    });
    expect(await conversationsRecent.run(session, { ...input, tenant: 'acme' })).toMatchObject({
      conversations: [{ conversation_id: 'conv_1' }],
    });
  });

  it('says how many it looked at, and that there are more', async () => {
    const session = await setUp();
    const text = async (changes: { max?: number; tenant?: string }) =>
      conversationsRecent.text(
        await conversationsRecent.run(session, { ...input, ...changes }),
        presentation,
      );
    expect(await text({ max: 1 })).toContain('2 conversations looked at; there are more');
    expect(await text({ tenant: 'globex' })).toBe(
      'No such conversation in the last 30 days; 2 conversations looked at.',
    );
  });
});
