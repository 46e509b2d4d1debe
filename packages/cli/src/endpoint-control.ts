import { openSender } from '@switchyard/aws-clients';
import type { ControlQueue } from '@switchyard/core/deliveries';
import { CommandError } from './errors.ts';
import type { DeploymentContext } from './session.ts';

/** The deployment with the queue by which what is held goes on. @throws CommandError in a stack from before it */
export function withControlQueue(
  deployment: DeploymentContext,
): Omit<DeploymentContext, 'sqs'> & ControlQueue {
  const controlQueueUrl = deployment.named.queueUrls.control;
  if (controlQueueUrl !== undefined)
    return { ...deployment, controlQueueUrl, sqs: openSender(deployment.sqs) };
  throw new CommandError(
    'control_queue_missing',
    'This stack has no output QueueControl: it is from before deliveries were held. Deploy it again first.',
  );
}
