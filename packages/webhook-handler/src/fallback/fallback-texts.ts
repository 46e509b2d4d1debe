import type { Channel } from '@switchyard/core/channels';
import type { Config } from '../config.ts';

/** By channel; empty: nothing is sent. */
export type FallbackTexts = Readonly<Record<Channel, string>>;

const NUMBER_IS_NOT_READ =
  'This is an automatic answer: nobody reads messages to this number. Please contact us another way.';

/** What is ready to be sent where the operator has written nothing else. */
const DEFAULT_TEXTS: FallbackTexts = {
  whatsapp: NUMBER_IS_NOT_READ,
  sms: NUMBER_IS_NOT_READ,
  email: 'This is an automatic answer: nobody reads mail to this address. Please contact us another way.',
};

type TextSettings = Pick<
  Config,
  'FALLBACK_MESSAGE' | 'FALLBACK_DEFAULT_TEXT' | `FALLBACK_MESSAGE_${Uppercase<Channel>}`
>;

/** The channel's own text, else the one for all, else the one that is ready. */
export function fallbackTextsOf(settings: TextSettings): FallbackTexts {
  const textOf = (own: string, ready: string): string =>
    own || settings.FALLBACK_MESSAGE || (settings.FALLBACK_DEFAULT_TEXT ? ready : '');
  return {
    whatsapp: textOf(settings.FALLBACK_MESSAGE_WHATSAPP, DEFAULT_TEXTS.whatsapp),
    sms: textOf(settings.FALLBACK_MESSAGE_SMS, DEFAULT_TEXTS.sms),
    email: textOf(settings.FALLBACK_MESSAGE_EMAIL, DEFAULT_TEXTS.email),
  };
}
