import { describe, expect, it } from '@jest/globals';
import { createCanarySearch } from './find-canaries.ts';

const TEXT = 'Grüße "an" Zoë, 5€ & mehr\n';
const canary = { what: 'body of a message', text: TEXT };
const other = { what: 'number', text: '14015551234' };
const search = createCanarySearch([canary, other]);
const base64 = (before: string) => Buffer.from(`${before}${TEXT}and more`).toString('base64');

describe('a canary is found in a line', () => {
  it.each([
    ['plain', TEXT],
    ['in other letters', TEXT.toUpperCase().replace('SS', 'ß')],
    ['in a JSON string', JSON.stringify({ msg: `Bad: ${TEXT}` })],
    ['in JSON in a JSON string', JSON.stringify({ msg: JSON.stringify({ body: TEXT }) })],
    ['in a URL', `/sms?Body=${encodeURIComponent(TEXT)}&x=1`],
    ['in a form', new URLSearchParams({ Body: TEXT }).toString()],
    ['as hexadecimal digits', Buffer.from(TEXT).toString('hex').toUpperCase()],
    ['as base64 of itself', Buffer.from(TEXT).toString('base64')],
    ['in base64 of a text, from the first byte of a group', base64('abc')],
    ['in base64 of a text, from the second', base64('a')],
    ['in base64 of a text, from the third', base64('ab')],
    ['in base64url', Buffer.from(`a${TEXT}`).toString('base64url')],
  ])('%s', (_name, text) => {
    expect(search(`{"level":"info"} ${text} and so on`)).toMatchObject([canary]);
  });

  it('which is told with it, and how it stands there', () => {
    const line = '{"to":"+14015551234"}';
    expect(search(line)).toEqual([{ ...other, form: 'plain', line }]);
  });
});

it('each of several canaries of one line is found', () => {
  expect(search(`${TEXT} from 14015551234, again 14015551234`)).toMatchObject([canary, other]);
});

it('nothing is found in what only begins alike', () => {
  expect(search('{"to":"+1401555","body":"Grüße \\"an\\" alle"}')).toEqual([]);
});

it('a canary that could be met by chance is refused', () => {
  expect(() => createCanarySearch([{ what: 'PIN', text: '1234567' }])).toThrow(/PIN.*7 characters/);
});
