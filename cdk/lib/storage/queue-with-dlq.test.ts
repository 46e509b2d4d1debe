import { describe, expect, it } from '@jest/globals';
import { arnOf, refTo } from '../../testing/references.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {} });
const dev = templateOf('dev');

describe('the queues', () => {
  const queues = propertiesOf(dev, 'AWS::SQS::Queue');

  it('are 19: each that takes messages has a dead-letter queue, slow deliveries that of deliveries', () => {
    const targets = Object.values(queues).flatMap(({ RedrivePolicy }) =>
      RedrivePolicy === undefined ? [] : [JSON.stringify(RedrivePolicy)],
    );

    expect(Object.keys(queues)).toHaveLength(19);
    expect(new Set(targets).size).toBe(9);
    for (const target of targets) expect(target).toContain('DeadLetters');
  });

  it('of deliveries hides a message for 180 s and gives it up after a day of receives', () => {
    expect(queues.DeliveryQueue).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 480, deadLetterTargetArn: arnOf('DeliveryQueueDeadLetters') },
    });
  });

  it.each(Object.entries(queues))('%s keeps messages 14 days, encrypted', (_, queue) => {
    expect(queue).toMatchObject({ MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true });
  });

  it.each(Object.keys(queues))('%s is reached over TLS only', (name) => {
    const policies = Object.values(propertiesOf(dev, 'AWS::SQS::QueuePolicy'));

    expect(policies).toContainEqual({
      Queues: [refTo(name)],
      PolicyDocument: expect.objectContaining({
        Statement: [
          expect.objectContaining({
            Effect: 'Deny',
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });
  });
});
