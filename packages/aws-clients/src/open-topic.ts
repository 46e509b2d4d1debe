import type { SQSClient } from '@aws-sdk/client-sqs';
import { UnavailableError } from '@switchyard/core/errors';
import type { OperatorTopic } from '@switchyard/core/operational-events';
import { openSignedPost } from './open-signed-post.ts';

const VERSION = '2010-03-31';

/**
 * Publishes to one SNS topic over the connections of another client.
 *
 * @param endpoint of SNS, where it is not AWS' own
 */
export function openTopic(sqs: SQSClient, topicArn: string, endpoint: string | undefined): OperatorTopic {
  const post = openSignedPost(sqs, 'sns', endpoint);
  return {
    async publish(notice) {
      const body = new URLSearchParams({
        Action: 'Publish',
        Version: VERSION,
        TopicArn: topicArn,
        Message: JSON.stringify(notice),
        ...attributes({ type: notice.type, tenant_id: notice.tenant_id }),
      });
      const { status, text } = await post(
        { 'content-type': 'application/x-www-form-urlencoded' },
        String(body),
      );
      if (status !== 200) throw new UnavailableError(`SNS answered ${status}: ${text.slice(0, 500)}`);
    },
  };
}

/** By which subscribers filter. */
const attributes = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value], index) => {
      const key = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${key}.Name`, name],
        [`${key}.Value.DataType`, 'String'],
        [`${key}.Value.StringValue`, value],
      ];
    }),
  );
