import { SENDGRID_SIGNATURE_HEADER, SENDGRID_TIMESTAMP_HEADER } from '@switchyard/core/signatures';
import { answerStatus, answerSuccess } from '../answers.ts';
import type { ProviderCode } from '../provider.ts';
import { parseSendGridEvents, sendGridBodyOf } from './parse-events.ts';
import { parseSendGridMail } from './parse-mail.ts';
import { verifySendGridMail } from './verify.ts';
import { verifySendGridEvents } from './verify-events.ts';

export const sendgrid = {
  keptHeaders: ['content-type', 'authorization', SENDGRID_SIGNATURE_HEADER, SENDGRID_TIMESTAMP_HEADER],
  callbacks: {
    email: {
      brings: 'message',
      verify: verifySendGridMail,
      parse: parseSendGridMail,
      answer: answerSuccess,
    },
    'sendgrid-events': {
      brings: 'status',
      verify: verifySendGridEvents,
      parse: parseSendGridEvents,
      bodyOf: sendGridBodyOf,
      answer: answerStatus,
    },
  },
} as const satisfies ProviderCode<'sendgrid'>;
