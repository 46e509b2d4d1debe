import { describe, expect, it } from '@jest/globals';
import { parseSessionSettings } from './session-settings.ts';

describe('the settings of a session', () => {
  it('have defaults, and empty is not set', () => {
    const defaults = { PORT: 3000, RECEIVER_PORT: 3001 };
    expect(parseSessionSettings({})).toMatchObject(defaults);
    const empty = { PORT: '', RECEIVER_PORT: '', AWS_ENDPOINT_URL_SQS: '', AWS_ENDPOINT_URL_DYNAMODB: '' };
    const settings = parseSessionSettings(empty);
    expect(settings).toMatchObject(defaults);
    expect(settings.AWS_ENDPOINT_URL_SQS).toBeUndefined();
    expect(settings.AWS_ENDPOINT_URL_DYNAMODB).toBeUndefined();
  });

  it('are what the environment says', () => {
    expect(
      parseSessionSettings({
        PORT: '0',
        RECEIVER_PORT: '0',
        AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
        AWS_ENDPOINT_URL_SQS: 'https://sqs.example.com',
        SOMETHING: 'else',
      }),
    ).toEqual({
      PORT: 0,
      RECEIVER_PORT: 0,
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
      AWS_ENDPOINT_URL_SQS: 'https://sqs.example.com',
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['RECEIVER_PORT', '0x50'],
    ['RECEIVER_PORT', ' '],
  ])('%s=%j is refused with the name, the value and what is allowed', (name, value) => {
    expect(() => parseSessionSettings({ [name]: value })).toThrow(
      `  ${name}=${JSON.stringify(value)}: must be a whole number from 0 to 65535; 0 takes any free port`,
    );
  });

  it.each(['localhost:4566', 'ftp://127.0.0.1', 'nonsense'])('the endpoint %s is refused', (value) => {
    expect(() => parseSessionSettings({ AWS_ENDPOINT_URL_SQS: value })).toThrow(
      `  AWS_ENDPOINT_URL_SQS="${value}": must be an http or https URL`,
    );
  });

  it('name everything that is wrong at once', () => {
    const parse = () => parseSessionSettings({ PORT: 'a', RECEIVER_PORT: 'b' });
    expect(parse).toThrow(/PORT="a".*\n.*RECEIVER_PORT="b"/);
  });

  it('have two ports', () => {
    const parse = () => parseSessionSettings({ PORT: '4000', RECEIVER_PORT: '4000' });
    expect(parse).toThrow('RECEIVER_PORT="4000": must differ from PORT');
  });
});
