import { SENDGRID_SIGNATURE_HEADER, SENDGRID_TIMESTAMP_HEADER } from '@switchyard/core/signatures';
import { answerStatus, answerSuccess } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { verifySendGridMail } from './verify.ts';
import { verifySendGridEvents } from './verify-events.ts';

export const sendgrid = {
  keptHeaders: ['content-type', 'authorization', SENDGRID_SIGNATURE_HEADER, SENDGRID_TIMESTAMP_HEADER],
  // Base64 of an ECDSA signature in DER, or a secret of the URL in one of its two places.
  carriesSignature: ({ headers, pathSegment }) =>
    /^ME[\w+/]{88,96}={0,2}$/.test(headers[SENDGRID_SIGNATURE_HEADER] ?? '') ||
    /^basic +\S{4}/i.test(headers.authorization ?? '') ||
    pathSegment !== undefined,
  callbacks: {
    email: {
      brings: 'message',
      verify: verifySendGridMail,
      // Loaded with the first mail: the other callbacks' cold starts do without the grammar of mails.
      parse: async (request) => (await import('./parse-mail.ts')).parseSendGridMail(request),
      answer: answerSuccess,
    },
    'sendgrid-events': {
      brings: 'status',
      verify: verifySendGridEvents,
      parse: async (request) => (await import('./parse-events.ts')).parseSendGridEvents(request),
      answer: answerStatus,
    },
  },
} as const satisfies ProviderCode<'sendgrid'>;
