import { oneReport } from '../../statuses/status-report.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { answerStatus } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { verifyResend } from './verify.ts';

export const resend = {
  keptHeaders: ['content-type', 'svix-id', 'svix-timestamp', 'svix-signature', 'resend-signature'],
  // A list of base64 HMAC-SHA256s, or the older scheme.
  carriesSignature: ({ headers }) =>
    (headers['svix-id'] !== undefined && /(^| )v1,[\w+/]{43}=( |$)/.test(headers['svix-signature'] ?? '')) ||
    /^sha256=[0-9a-f]{64}$/i.test(headers['resend-signature'] ?? ''),
  callbacks: {
    'resend-events': {
      brings: 'status',
      verify: verifyResend,
      parse: async (request: VerifiedRequest) =>
        oneReport((await import('./parse-event.ts')).parseResendEvent(request)),
      answer: answerStatus,
    },
  },
} as const satisfies ProviderCode<'resend'>;
