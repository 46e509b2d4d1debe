import type { Sender } from '@switchyard/core/queues';
import { MESSAGE_LEASE_MS } from '@switchyard/core/received-messages';
import { type SpooledCallback, toSpoolMessage } from './spool-message.ts';

/**
 * What cannot be done now is tried again after this: a blip is over then, and so is the lease of whoever began and was
 * stopped. A try before that would find the lease, fail, and have to wait for the queue's visibility timeout.
 */
const FIRST_TRY_SECONDS = MESSAGE_LEASE_MS / 1000;

/** What matches no message is looked at again after this: its sender may be about to register it. */
export const LOOK_AGAIN_SECONDS = 30;

export type SpoolContext = { readonly sqs: Sender; readonly spoolQueueUrl: string };

/**
 * Keeps a callback that cannot be recorded now. Providers must not be relied on to send it again: Twilio by default
 * never does after a 5xx.
 *
 * @throws when SQS does not take it, as with a mail above some 750 KB, which base64 brings to SQS's 1 MiB: then the provider must get a 5xx
 */
export async function spoolCallback(
  { sqs, spoolQueueUrl }: SpoolContext,
  { request, verified }: SpooledCallback,
  delaySeconds = FIRST_TRY_SECONDS,
): Promise<void> {
  await sqs.sendMessage({
    QueueUrl: spoolQueueUrl,
    MessageBody: toSpoolMessage(request, verified),
    DelaySeconds: delaySeconds,
  });
}
