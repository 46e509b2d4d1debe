import { openSender } from '@switchyard/aws-clients';
import type { ControlQueue, DeliveryQueue } from '@switchyard/core/deliveries';
import { CommandError } from './errors.ts';
import type { DeploymentContext } from './session.ts';

export type EndpointsContext = Omit<DeploymentContext, 'sqs'> & ControlQueue & DeliveryQueue;

/** The deployment with the queues by which deliveries begin and go on. @throws CommandError in a stack from before them */
export function withQueues(deployment: DeploymentContext): EndpointsContext {
  const { control: controlQueueUrl, delivery: deliveryQueueUrl } = deployment.named.queueUrls;
  if (controlQueueUrl !== undefined && deliveryQueueUrl !== undefined)
    return { ...deployment, controlQueueUrl, deliveryQueueUrl, sqs: openSender(deployment.sqs) };
  throw new CommandError(
    'control_queue_missing',
    'This stack has no output QueueControl: it is from before deliveries were held. Deploy it again first.',
  );
}
