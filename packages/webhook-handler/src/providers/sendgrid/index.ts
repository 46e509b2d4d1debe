import { SENDGRID_SIGNATURE_HEADER, SENDGRID_TIMESTAMP_HEADER } from '@switchyard/core/signatures';
import { answerSuccess } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { parseSendGridMail } from './parse-mail.ts';
import { verifySendGridMail } from './verify.ts';

export const sendgrid = {
  keptHeaders: ['content-type', 'authorization', SENDGRID_SIGNATURE_HEADER, SENDGRID_TIMESTAMP_HEADER],
  callbacks: {
    email: {
      brings: 'message',
      verify: verifySendGridMail,
      parse: parseSendGridMail,
      answer: answerSuccess,
    },
  },
} as const satisfies ProviderCode<'sendgrid'>;
