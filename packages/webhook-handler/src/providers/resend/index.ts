import { oneReport } from '../../statuses/status-report.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { answerStatus } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { parseResendEvent } from './parse-event.ts';
import { verifyResend } from './verify.ts';

export const resend = {
  keptHeaders: [
    'content-type',
    'svix-id',
    'svix-timestamp',
    'svix-signature',
    'resend-signature',
    'x-message-id',
  ],
  callbacks: {
    'resend-events': {
      brings: 'status',
      verify: verifyResend,
      parse: (request: VerifiedRequest) => oneReport(parseResendEvent(request)),
      answer: answerStatus,
    },
  },
} as const satisfies ProviderCode<'resend'>;
