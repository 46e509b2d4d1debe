import type { Channel } from '@switchyard/core/channels';

/** E.164. What is shorter is a short code; a name has letters. */
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** WhatsApp's id of a person whose number is not shown, by country. */
const WHATSAPP_ID = /^([A-Z]{2})\.[\w.]{1,128}$/;
const MAILBOX = /^[^\s@<>]+@([^\s@<>]+)$/;
/** E.164's country codes: of one digit, of two, else of three. Those under +1 that are neither USA nor Canada count apart. */
const COUNTRY =
  /^\+(1(?:2(?:42|46|64|68|84)|34[05]|441|473|649|6[57][048]|664|684|7(?:21|58|67|8[47])|8(?:[024]9|6[89]|76)|939)?|7[67]?|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/**
 * Where an answer would go: the country of a number, the domain of a mailbox.
 *
 * @returns undefined for what cannot be answered: a name, a short code, the null sender
 */
export function destinationOf(channel: Channel, address: string): string | undefined {
  switch (channel) {
    case 'sms':
      return countryOf(address);
    case 'whatsapp':
      return countryOf(address) ?? WHATSAPP_ID.exec(address)?.[1];
    case 'email':
      return MAILBOX.exec(address)?.[1]?.toLowerCase();
  }
}

const countryOf = (number: string): string | undefined =>
  NUMBER.test(number) ? COUNTRY.exec(number)?.[1] : undefined;
