import { normalizeAddress } from '@switchyard/core/channels';
import type { Cutter } from '../cut-text.ts';
import type { TwilioParameters } from './parameters.ts';

type Mapping = Readonly<Record<string, string>>;

const MAX_VALUE_BYTES = 2 * 1024;
/** Of each parameter that holds JSON, and of all of them: together with all else it fits into an item. */
const MAX_JSON_BYTES = 32 * 1024;
const MAX_ALL_JSON_BYTES = 3 * MAX_JSON_BYTES;
const MAX_OTHER = 50;
const MAX_OTHER_BYTES = 512;

const TEXTS: Mapping = {
  account_sid: 'AccountSid',
  messaging_service_sid: 'MessagingServiceSid',
  message_type: 'MessageType',
  profile_name: 'ProfileName',
  wa_id: 'WaId',
  /** STOP, START or HELP: Twilio has answered already. */
  opt_out_type: 'OptOutType',
};
const FLAGS: Mapping = { forwarded: 'Forwarded', frequently_forwarded: 'FrequentlyForwarded' };
const NUMBERS: Mapping = { num_segments: 'NumSegments' };
/** JSON that is kept as the text that Twilio sent: it has no documented shape, and its numbers stay exact. */
const JSON_TEXTS: Mapping = {
  interactive_data: 'InteractiveData',
  flow_data: 'FlowData',
  channel_metadata: 'ChannelMetadata',
};
const GROUPS: Readonly<Record<string, Mapping>> = {
  button: { text: 'ButtonText', payload: 'ButtonPayload', type: 'ButtonType' },
  list: { id: 'ListId', title: 'ListTitle', description: 'ListDescription' },
  referral: {
    body: 'ReferralBody',
    headline: 'ReferralHeadline',
    source_id: 'ReferralSourceId',
    source_type: 'ReferralSourceType',
    source_url: 'ReferralSourceUrl',
    media_id: 'ReferralMediaId',
    media_content_type: 'ReferralMediaContentType',
    media_url: 'ReferralMediaUrl',
    ctwa_clid: 'ReferralCtwaClid',
  },
  from_geography: { city: 'FromCity', state: 'FromState', zip: 'FromZip', country: 'FromCountry' },
  to_geography: { city: 'ToCity', state: 'ToState', zip: 'ToZip', country: 'ToCountry' },
};
const LOCATION_TEXTS: Mapping = { address: 'Address', label: 'Label' };
const LOCATION_NUMBERS: Mapping = { latitude: 'Latitude', longitude: 'Longitude' };
const REPLY_CONTEXT = {
  message_sid: 'OriginalRepliedMessageSid',
  sender: 'OriginalRepliedMessageSender',
} as const;

/** Said elsewhere in the message, or old names for the same. */
const SAID_ELSEWHERE = [
  ['MessageSid', 'SmsMessageSid', 'SmsSid', 'SmsStatus', 'MessageStatus', 'ApiVersion', 'From', 'To', 'Body'],
  ['NumMedia', 'ReferralNumMedia'],
].flat();
const KNOWN = new Set<string>([
  ...SAID_ELSEWHERE,
  ...[TEXTS, FLAGS, NUMBERS, JSON_TEXTS, ...Object.values(GROUPS)].flatMap(Object.values<string>),
  ...[LOCATION_TEXTS, LOCATION_NUMBERS, REPLY_CONTEXT].flatMap(Object.values<string>),
]);
const MEDIA_PARAMETER = /^Media(?:Url|ContentType)\d+$/;
/** Starts with a letter: `__proto__` is no name to keep. */
const KEPT_NAME = /^[A-Za-z][\w.[\]-]{0,63}$/;

/** What SMS and WhatsApp have besides sender, text and media; only what is present, and not empty. */
export function twilioDetails(parameters: TwilioParameters, cutter: Cutter): Record<string, unknown> {
  const text = (name: string, maxBytes = MAX_VALUE_BYTES): string | undefined => {
    const value = parameters.get(name);
    return value === undefined || value === '' ? undefined : cutter.cut(name, value, maxBytes);
  };
  const pick = <T>(mapping: Mapping, read: (name: string) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      Object.entries(mapping).flatMap(([key, name]) => {
        const value = read(name);
        return value === undefined ? [] : [[key, value]];
      }),
    );
  const json = jsonOf(parameters, cutter);
  const number = (name: string): number | undefined => toNumber(parameters.get(name));
  const sender = text(REPLY_CONTEXT.sender);
  const location = { ...pick(LOCATION_NUMBERS, number), ...pick(LOCATION_TEXTS, text) };
  return {
    ...pick(TEXTS, text),
    ...pick(FLAGS, (name) => (parameters.get(name)?.toLowerCase() === 'true' ? true : undefined)),
    ...pick(NUMBERS, number),
    ...pick(JSON_TEXTS, json),
    ...present({
      location,
      ...Object.fromEntries(Object.entries(GROUPS).map(([key, mapping]) => [key, pick(mapping, text)])),
      reply_context: {
        ...pick({ message_sid: REPLY_CONTEXT.message_sid }, text),
        ...(sender === undefined ? {} : { sender: normalizeAddress('sms', sender) }),
      },
      other: otherParameters(parameters, cutter, json),
    }),
  };
}

/** Twilio adds parameters without notice: they are kept under Twilio's own names, as far as they are reasonable. */
function otherParameters(
  parameters: TwilioParameters,
  cutter: Cutter,
  json: (name: string) => string | undefined,
): Record<string, string> {
  const unknown = [...parameters].filter(([name]) => !KNOWN.has(name) && !MEDIA_PARAMETER.test(name));
  const kept = unknown.filter(([name, value]) => KEPT_NAME.test(name) && value !== '').slice(0, MAX_OTHER);
  if (unknown.filter(([, value]) => value !== '').length > kept.length) cutter.mark('other');
  return Object.fromEntries(
    kept.flatMap(([name, value]) => {
      const isText =
        !/^\s*[[{]/.test(value) || (Buffer.byteLength(value) <= MAX_OTHER_BYTES && !isJson(value));
      const text = isText ? cutter.cut(name, value, MAX_OTHER_BYTES) : json(name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Reads a parameter that holds JSON, such as `AddOns`: whole, or not at all, for half of it is none. */
function jsonOf(parameters: TwilioParameters, cutter: Cutter): (name: string) => string | undefined {
  let left = MAX_ALL_JSON_BYTES;
  return (name) => {
    const value = parameters.get(name) ?? '';
    if (value === '') return undefined;
    const bytes = Buffer.byteLength(value);
    if (bytes > Math.min(MAX_JSON_BYTES, left) || !isJson(value)) {
      cutter.mark(name);
      return undefined;
    }
    left -= bytes;
    return cutter.cut(name, value, MAX_JSON_BYTES);
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const present = (groups: Record<string, Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0));

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,9}(?:\.\d{1,20})?$/.test(text) ? Number(text) : undefined;
}
