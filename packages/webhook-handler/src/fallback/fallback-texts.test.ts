import { expect, it } from '@jest/globals';
import { fallbackTextsOf } from './fallback-texts.ts';

const NONE = {
  FALLBACK_MESSAGE: '',
  FALLBACK_MESSAGE_WHATSAPP: '',
  FALLBACK_MESSAGE_SMS: '',
  FALLBACK_MESSAGE_EMAIL: '',
  FALLBACK_DEFAULT_TEXT: false,
};

it('nothing is sent where nothing is set', () => {
  expect(fallbackTextsOf(NONE)).toEqual({ whatsapp: '', sms: '', email: '' });
});

it('the one text is for all channels, as before', () => {
  expect(fallbackTextsOf({ ...NONE, FALLBACK_MESSAGE: 'a' })).toEqual({
    whatsapp: 'a',
    sms: 'a',
    email: 'a',
  });
});

it('a channel may have its own', () => {
  const texts = fallbackTextsOf({ ...NONE, FALLBACK_MESSAGE: 'a', FALLBACK_MESSAGE_SMS: 'b' });
  expect(texts).toEqual({ whatsapp: 'a', sms: 'b', email: 'a' });
});

it('a text that is ready can be switched on, and stands back where one is written', () => {
  const texts = fallbackTextsOf({ ...NONE, FALLBACK_MESSAGE_EMAIL: 'mine', FALLBACK_DEFAULT_TEXT: true });
  expect(texts).toEqual({
    whatsapp: expect.stringContaining('nobody reads'),
    sms: expect.stringContaining('nobody reads'),
    email: 'mine',
  });
});
