import { answerStatus } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { parseResendEvent } from './parse-event.ts';
import { verifyResend } from './verify.ts';

export const resend = {
  keptHeaders: ['content-type', 'svix-id', 'svix-timestamp', 'svix-signature', 'resend-signature'],
  callbacks: {
    'resend-events': {
      brings: 'status',
      verify: verifyResend,
      parse: parseResendEvent,
      answer: answerStatus,
    },
  },
} as const satisfies ProviderCode<'resend'>;
