import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseQueueJson, toQueueJson } from './queue-json.ts';

// What JSON leaves of control characters is none: it escapes them.
const SQS_ACCEPTS = /^[\x20-\ud7ff\ue000-\ufffd]*$/;

it('means the same as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(toQueueJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('has only characters that SQS takes, whatever a person sends', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  fc.assert(fc.property(units, (text) => SQS_ACCEPTS.test(toQueueJson({ text }))));
  expect(toQueueJson('👋\uffff')).toBe('"\\ud83d\\udc4b\\uffff"');
});

it('is read as any JSON', () => {
  expect(parseQueueJson('{"text":"\\ud83d\\udc4b"}')).toEqual({ text: '👋' });
});

it('that is none is refused without a word of it', () => {
  expect(() => parseQueueJson('hunter2')).toThrow(new Error('The message is not JSON.'));
});
