import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { isAwsError } from '@switchyard/core/errors';
import type { OpenDeployment } from './open-deployment.ts';

/** Of messages in a queue; all approximate. */
export type Depth = { readonly waiting: number; readonly underWay: number; readonly delayed: number };

/** @returns undefined where there is no such queue */
export async function readDepth(sqs: OpenDeployment['sqs'], url: string): Promise<Depth | undefined> {
  try {
    const { Attributes: attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      }),
    );
    return {
      waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
      underWay: Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  } catch (error) {
    if (
      isAwsError(error, 'QueueDoesNotExist') ||
      isAwsError(error, 'AWS.SimpleQueueService.NonExistentQueue')
    )
      return undefined;
    throw error;
  }
}
