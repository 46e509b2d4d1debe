import { type Channel, normalizeAddress } from '@switchyard/core/channels';
import type { InboundMessage, Media } from '@switchyard/core/conversations';
import type { CallbackRequest } from '../../callback-request.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { type Cutter, createCutter } from '../cut-text.ts';
import { requireValidMessage } from '../require-valid-message.ts';
import { twilioDetails } from './details.ts';
import { readTwilioParameters, type TwilioParameters } from './parameters.ts';

/** Twilio says 1,600 characters; kept generously, should that change. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_URL_BYTES = 2 * 1024;
/** Twilio sends at most 10. */
const MAX_MEDIA = 20;

/** Incoming SMS and WhatsApp messages. @throws CallbackParseError */
export function parseTwilioMessage(request: VerifiedRequest): InboundMessage {
  const parameters = readTwilioParameters(request);
  const cutter = createCutter();
  const channel = channelOf(parameters.get('From') ?? '', request);
  const message = {
    provider: 'twilio' as const,
    providerId: firstPresent(parameters, ['MessageSid', 'SmsMessageSid', 'SmsSid']),
    channel,
    from: normalizeAddress(channel, parameters.get('From') ?? ''),
    to: normalizeAddress(channel, parameters.get('To') ?? ''),
    body: cutter.cut('body', parameters.get('Body') ?? '', MAX_BODY_BYTES),
    media: mediaOf(parameters, cutter),
    receivedAt: request.receivedAt,
    details: { ...twilioDetails(parameters, cutter), ...prefixesOf(parameters) },
  };
  return requireValidMessage({ ...message, truncated: cutter.names() });
}

/**
 * `From` decides, because it names the address that an answer must go to: `whatsapp:+1…` is WhatsApp on either
 * route, a bare number or code is SMS on either. Only another prefix (`rcs:`) leaves it to the route.
 */
function channelOf(from: string, { route }: CallbackRequest): Channel {
  if (/^\s*whatsapp:/i.test(from)) return 'whatsapp';
  return /^\s*[a-z]+:/i.test(from) && route === 'whatsapp' ? 'whatsapp' : 'sms';
}

/** By what is there rather than by `NumMedia`, in Twilio's order. */
function mediaOf(parameters: TwilioParameters, cutter: Cutter): Media[] {
  const numbers = [...parameters.keys()]
    .flatMap((name) => /^MediaUrl(\d{1,4})$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b));
  if (numbers.length > MAX_MEDIA) cutter.mark('media');
  return numbers.slice(0, MAX_MEDIA).map((number) => {
    const contentType = parameters.get(`MediaContentType${number}`);
    return {
      url: cutter.cut(`MediaUrl${number}`, parameters.get(`MediaUrl${number}`) ?? '', MAX_URL_BYTES),
      ...(contentType ? { content_type: cutter.cut('media', contentType, 255) } : {}),
    };
  });
}

/** An answer needs `rcs:` again, which the stored number lacks; `whatsapp:` follows from the channel. */
const prefixesOf = (parameters: TwilioParameters): Record<string, string> =>
  Object.fromEntries(
    (['From', 'To'] as const).flatMap((name) => {
      const [, prefix = 'whatsapp'] = /^\s*([a-z]{1,20}):/i.exec(parameters.get(name) ?? '') ?? [];
      return /^whatsapp$/i.test(prefix) ? [] : [[`${name.toLowerCase()}_prefix`, prefix.toLowerCase()]];
    }),
  );

const firstPresent = (parameters: TwilioParameters, names: readonly string[]): string =>
  names.map((name) => parameters.get(name) ?? '').find((value) => value !== '') ?? '';
