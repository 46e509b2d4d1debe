import { ACCOUNT_SID } from './provider-secrets.ts';

type Form = Readonly<Record<string, string>>;

export const MESSAGE_SID = 'SM0123456789abcdef0123456789abcdef';
export const OUR_NUMBER = '+15558675310';
export const THEIR_NUMBER = '+14017122661';
const MEDIA_URL = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${MESSAGE_SID}/Media`;

/** A received SMS with what Twilio sends for a US number. */
export function anSms(changes: Form = {}): Form {
  return {
    ToCountry: 'US',
    ToState: 'CA',
    SmsMessageSid: MESSAGE_SID,
    NumMedia: '0',
    ToCity: 'SAUSALITO',
    FromZip: '94103',
    SmsSid: MESSAGE_SID,
    FromState: 'CA',
    SmsStatus: 'received',
    FromCity: 'SAN FRANCISCO',
    Body: 'Ahoy! Running 10 minutes late.',
    FromCountry: 'US',
    To: OUR_NUMBER,
    ToZip: '94965',
    NumSegments: '1',
    MessageSid: MESSAGE_SID,
    AccountSid: ACCOUNT_SID,
    From: THEIR_NUMBER,
    ApiVersion: '2010-04-01',
    ...changes,
  };
}

/** A received WhatsApp message. */
export function aWhatsAppMessage(changes: Form = {}): Form {
  return {
    SmsMessageSid: MESSAGE_SID,
    NumMedia: '0',
    ProfileName: 'Zoë Łukasz 李',
    MessageType: 'text',
    SmsSid: MESSAGE_SID,
    WaId: '14017122661',
    SmsStatus: 'received',
    Body: 'Grüße 👋 — see you at 5€?',
    To: `whatsapp:${OUR_NUMBER}`,
    NumSegments: '1',
    ReferralNumMedia: '0',
    MessageSid: MESSAGE_SID,
    AccountSid: ACCOUNT_SID,
    From: `whatsapp:${THEIR_NUMBER}`,
    ApiVersion: '2010-04-01',
    ...changes,
  };
}

/** What people send besides text. */
export const whatsAppMessages = {
  media: aWhatsAppMessage({
    MessageType: 'image',
    Body: '',
    NumMedia: '1',
    MediaUrl0: `${MEDIA_URL}/ME0`,
    MediaContentType0: 'image/jpeg',
  }),
  contact: aWhatsAppMessage({
    MessageType: 'contacts',
    Body: '',
    NumMedia: '1',
    MediaUrl0: `${MEDIA_URL}/ME0`,
    MediaContentType0: 'text/vcard',
  }),
  location: aWhatsAppMessage({
    MessageType: 'location',
    Body: '',
    Latitude: '51.51322977399644',
    Longitude: '-0.2197976373036567',
    Address: '187 Freston Road, London, Greater London W10 6TH',
    Label: 'The Harrow Club',
  }),
  button: aWhatsAppMessage({
    MessageType: 'button',
    Body: 'Confirm',
    ButtonText: 'Confirm',
    ButtonPayload: 'confirm:42',
    ButtonType: 'REPLY',
    OriginalRepliedMessageSid: 'MM0123456789abcdef0123456789abcdef',
    OriginalRepliedMessageSender: `whatsapp:${OUR_NUMBER}`,
  }),
  listReply: aWhatsAppMessage({
    MessageType: 'interactive',
    Body: 'Large',
    ListId: 'size-l',
    ListTitle: 'Large',
    InteractiveData: '{"type":"list_reply","list_reply":{"id":"size-l","title":"Large"}}',
  }),
  flow: aWhatsAppMessage({
    MessageType: 'interactive',
    Body: '',
    FlowData: '{"flow_token":"unused","rating":90071992547409931,"answers":{"q1":"yes"}}',
    InteractiveData: '{"type":"nfm_reply","nfm_reply":{"name":"flow"}}',
    ChannelMetadata: '{"type":"whatsapp","data":{"context":{"ProfileName":"Ada","WaId":"14017122661"}}}',
  }),
  fromAdvertisement: aWhatsAppMessage({
    ReferralBody: 'Try it',
    ReferralHeadline: 'New shoes',
    ReferralSourceId: '120210000000000000',
    ReferralSourceType: 'ad',
    ReferralSourceUrl: 'https://fb.me/xyz',
    ReferralCtwaClid: 'ARAkLkA8rmlFeiCktEJQ',
  }),
  forwarded: aWhatsAppMessage({ Forwarded: 'true', FrequentlyForwarded: 'true' }),
} as const;

export const smsMessages = {
  twoMedia: anSms({
    Body: 'two files',
    NumMedia: '2',
    MediaContentType1: 'application/pdf',
    MediaContentType0: 'image/jpeg',
    MediaUrl1: `${MEDIA_URL}/ME1`,
    MediaUrl0: `${MEDIA_URL}/ME0`,
  }),
  optOut: anSms({
    Body: 'Stop',
    OptOutType: 'STOP',
    MessagingServiceSid: 'MG0123456789abcdef0123456789abcdef',
  }),
  threeSegments: anSms({ Body: 'long '.repeat(80), NumSegments: '3' }),
} as const;

/** A status callback of an SMS that we sent. */
export function anSmsStatus(status: string, changes: Form = {}): Form {
  return {
    SmsSid: MESSAGE_SID,
    SmsStatus: status,
    MessageStatus: status,
    To: THEIR_NUMBER,
    MessageSid: MESSAGE_SID,
    AccountSid: ACCOUNT_SID,
    From: OUR_NUMBER,
    ApiVersion: '2010-04-01',
    ...changes,
  };
}

/** A status callback of a WhatsApp message that we sent. */
export function aWhatsAppStatus(status: string, changes: Form = {}): Form {
  return anSmsStatus(status, {
    ChannelPrefix: 'whatsapp',
    ChannelInstallSid: 'XE0123456789abcdef0123456789abcdef',
    To: `whatsapp:${THEIR_NUMBER}`,
    From: `whatsapp:${OUR_NUMBER}`,
    EventType: status.toUpperCase(),
    ...changes,
  });
}
