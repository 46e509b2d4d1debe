import { changeMessageVisibility } from 'fauxqs/dist/sqs/actions/changeMessageVisibility.js';
import { changeMessageVisibilityBatch } from 'fauxqs/dist/sqs/actions/changeMessageVisibilityBatch.js';
import { createQueue } from 'fauxqs/dist/sqs/actions/createQueue.js';
import { deleteMessage } from 'fauxqs/dist/sqs/actions/deleteMessage.js';
import { deleteMessageBatch } from 'fauxqs/dist/sqs/actions/deleteMessageBatch.js';
import { deleteQueue } from 'fauxqs/dist/sqs/actions/deleteQueue.js';
import { getQueueAttributes } from 'fauxqs/dist/sqs/actions/getQueueAttributes.js';
import { getQueueUrl } from 'fauxqs/dist/sqs/actions/getQueueUrl.js';
import { listQueues } from 'fauxqs/dist/sqs/actions/listQueues.js';
import { listQueueTags } from 'fauxqs/dist/sqs/actions/listQueueTags.js';
import { purgeQueue } from 'fauxqs/dist/sqs/actions/purgeQueue.js';
import { receiveMessage } from 'fauxqs/dist/sqs/actions/receiveMessage.js';
import { sendMessage } from 'fauxqs/dist/sqs/actions/sendMessage.js';
import { sendMessageBatch } from 'fauxqs/dist/sqs/actions/sendMessageBatch.js';
import { setQueueAttributes } from 'fauxqs/dist/sqs/actions/setQueueAttributes.js';
import { tagQueue } from 'fauxqs/dist/sqs/actions/tagQueue.js';
import { untagQueue } from 'fauxqs/dist/sqs/actions/untagQueue.js';

/** fauxqs's own, without the web server that it has around them. */
export const SQS_ACTIONS: ReadonlyMap<string, (...given: never[]) => unknown> = new Map(
  Object.entries({
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    CreateQueue: createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: deleteQueue,
    GetQueueAttributes: getQueueAttributes,
    GetQueueUrl: getQueueUrl,
    ListQueues: listQueues,
    ListQueueTags: listQueueTags,
    PurgeQueue: purgeQueue,
    ReceiveMessage: receiveMessage,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: setQueueAttributes,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  }),
);
