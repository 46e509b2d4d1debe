import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDeadLetterMessage, aDeliveryMessage } from '../../testing/builders.ts';
import { parseDeadLetter } from './dead-letter-message.ts';

const parse = (message: unknown) => parseDeadLetter(JSON.stringify(message));

describe('a message of the dead-letter queue', () => {
  it('that the worker sent tells the reason', () => {
    expect(parse(aDeadLetterMessage({ reason: 'endpoint_gone', generation: 2 }))).toEqual(
      aDeadLetterMessage({ reason: 'endpoint_gone', generation: 2 }),
    );
  });

  it('that SQS moved there tells that the worker crashed, and the attempts made before', () => {
    const { tenantId, eventId, endpointId } = aDeliveryMessage();
    expect(parse(aDeliveryMessage({ attempt: 3, generation: 2 }))).toEqual({
      tenantId,
      eventId,
      endpointId,
      generation: 2,
      attempts: 2,
      reason: 'worker_crashed',
    });
  });

  it.each([
    ['text', '"hello"'],
    ['not JSON', '{'],
    ['empty', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['of another schema', JSON.stringify({ ...aDeadLetterMessage(), schema: 'other' })],
    ['without a reason', JSON.stringify({ ...aDeadLetterMessage(), reason: undefined })],
    ['with a reason that is not one', JSON.stringify({ ...aDeadLetterMessage(), reason: 'tired' })],
    ['with a foreign event id', JSON.stringify({ ...aDeadLetterMessage(), eventId: '42' })],
  ])('that is %s is not ours', (_, body) => {
    expect(parseDeadLetter(body)).toBeUndefined();
  });
});

it('any text is a dead letter or none of ours, and never a crash', () => {
  const fields = fc.dictionary(
    fc.constantFrom(...Object.keys(aDeadLetterMessage()), 'attempt', '__proto__'),
    fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(aDeadLetterMessage()))),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fields.map((each) => JSON.stringify(each)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const letter = parseDeadLetter(text);
      if (letter !== undefined)
        expect(letter).toMatchObject({ tenantId: expect.any(String), eventId: expect.any(String) });
    }),
  );
});
