import { createHash } from 'node:crypto';
import { DAY_SECONDS, toSeconds } from '@switchyard/core/clock';
import type { Conversation } from '@switchyard/core/conversations';
import type { Quarantined } from '@switchyard/core/quarantine';
import type { ReceivedMessage } from '@switchyard/core/received-messages';
import pc from 'picocolors';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const clock = () => NOW;

/** Other bytes at each call and the same at each run. */
export function countingRandom(seed = 'test'): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => {
    calls += 1;
    return createHash('shake256', { outputLength: size }).update(`${seed}${calls}`).digest();
  };
}

export const aConversation = (overrides: Partial<Conversation> = {}): Conversation => ({
  conversationId: 'conv_1',
  channel: 'whatsapp',
  address: '+15550001111',
  status: 'open',
  handOffToHuman: false,
  lastActivityAt: '2026-03-01T11:00:00.000Z',
  createdAt: '2026-03-01T11:00:00.000Z',
  ...overrides,
});

export const aReceivedMessage = (
  providerId: string,
  overrides: Partial<ReceivedMessage> = {},
): ReceivedMessage => ({
  message: {
    provider: 'twilio',
    providerId,
    channel: 'whatsapp',
    from: '+15550001111',
    to: '+15550009999',
    body: `body of ${providerId}`,
    media: [],
    receivedAt: '2026-03-01T11:30:00.000Z',
    details: {},
    truncated: [],
  },
  requestId: `request-of-${providerId}`,
  leaseUntil: 0,
  leaseOwner: 'nobody',
  routedAt: '2026-03-01T11:30:01.000Z',
  expiresAt: toSeconds(NOW) + DAY_SECONDS,
  ...overrides,
});

/** As the webhook-handler keeps it, the body included. */
export const aQuarantined = (
  id: string,
  overrides: Partial<Quarantined> & { readonly receivedAt?: string } = {},
): Quarantined => {
  const { receivedAt = '2026-03-01T10:00:00.000Z', ...rest } = overrides;
  return {
    id,
    step: 'verify',
    code: 'signature_mismatch',
    bodyBytes: 11,
    expiresAt: toSeconds(NOW) + DAY_SECONDS,
    request: {
      route: 'whatsapp',
      requestId: id,
      receivedAt,
      path: '/whatsapp',
      headers: { 'x-twilio-signature': 'hidden-signature' },
      query: [['message_id', 'hidden-query']],
      publicUrls: ['https://hooks.example.com/whatsapp'],
    },
    body: Buffer.from('hidden=body'),
    ...rest,
  };
};

/** How a text is shown without a terminal, at this time. */
export const presentation = { colors: pc.createColors(false), nowMs: NOW };
