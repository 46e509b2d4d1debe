import { describe, expect, it } from '@jest/globals';
import { failedMessageIds, toSqsEvent } from './sqs-event.ts';

describe('a partial batch response', () => {
  it.each([
    ['nothing', 'null'],
    ['an empty object', '{}'],
    ['an empty list', '{"batchItemFailures":[]}'],
    ['null for the list', '{"batchItemFailures":null}'],
  ])('%s: all succeeded', (_title, payload) => {
    expect(failedMessageIds(payload, ['a', 'b'])).toEqual([]);
  });

  it('names the messages that failed', () => {
    expect(failedMessageIds('{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['a', 'b'])).toEqual(['b']);
  });

  it.each([
    ['text', '"done"'],
    ['a list', '[]'],
    ['a wrong type', '{"batchItemFailures":"b"}'],
    ['an empty id', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['null for an id', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['a wrong key', '{"batchItemFailures":[{"messageId":"a"}]}'],
    [
      'an id that was not in the batch',
      '{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"z"}]}',
    ],
  ])('%s: all failed', (_title, payload) => {
    expect(failedMessageIds(payload, ['a', 'b'])).toBe('all');
  });
});

it('messages become records of the shape that Lambda sends', () => {
  const event = toSqsEvent(
    [
      {
        MessageId: 'm1',
        ReceiptHandle: 'r1',
        Body: '{}',
        MD5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
        Attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
        MessageAttributes: { raw: { DataType: 'Binary', BinaryValue: 'aGk=' } },
      },
    ],
    'arn:aws:sqs:eu-west-1:000000000000:q',
    'eu-west-1',
  );
  expect(event.Records).toEqual([
    {
      messageId: 'm1',
      receiptHandle: 'r1',
      body: '{}',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
      messageAttributes: {
        raw: { binaryValue: 'aGk=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
      },
      md5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:q',
      awsRegion: 'eu-west-1',
    },
  ]);
});
