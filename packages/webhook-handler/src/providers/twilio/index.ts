import { oneReport } from '../../statuses/status-report.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { answerStatus, answerTwiml } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { verifyTwilio } from './verify.ts';

const message = {
  brings: 'message',
  verify: verifyTwilio,
  parse: async (request: VerifiedRequest) => (await import('./parse-message.ts')).parseTwilioMessage(request),
  answer: answerTwiml,
} as const;

export const twilio = {
  keptHeaders: ['content-type', 'x-twilio-signature'],
  // Base64 of an HMAC-SHA1, or the older scheme.
  carriesSignature: ({ headers }) =>
    /^([\w+/]{27}=|sha256=[0-9a-f]{64})$/i.test(headers['x-twilio-signature'] ?? ''),
  callbacks: {
    whatsapp: message,
    sms: message,
    'twilio-status': {
      brings: 'status',
      verify: verifyTwilio,
      parse: async (request: VerifiedRequest) =>
        oneReport((await import('./parse-status.ts')).parseTwilioStatus(request)),
      answer: answerStatus,
    },
  },
} as const satisfies ProviderCode<'twilio'>;
