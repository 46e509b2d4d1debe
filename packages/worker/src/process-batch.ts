import {
  type ControlMessage,
  type DeliveryLog,
  type DeliveryMessage,
  deliveryMessageSchema,
  isControlMessage,
} from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import { parseQueueJson } from '@switchyard/core/queues';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { type DeliverContext, deliver } from './deliver.ts';
import type { ProcessControlContext } from './process-control.ts';

export type ProcessBatchContext = DeliverContext & ProcessControlContext & { readonly logger: Logger };

/**
 * Each record on its own, all at once: one that fails comes back alone. A message that is in the batch twice is
 * delivered once, and both records have its outcome.
 */
export async function processBatch(
  context: ProcessBatchContext,
  records: readonly SQSRecord[],
  requestId: string,
): Promise<SQSBatchResponse> {
  const underWay = new Map<string, Promise<void>>();
  const results = await Promise.all(
    records.map(async ({ messageId, body, attributes }) => {
      let named: object = {};
      try {
        const said = parseQueueJson(body);
        if (isControlMessage(said)) {
          // Loaded with the first of them: deliveries, and their cold starts, do without probes, drains and replays.
          const { parseControl, processControl } = await import('./process-control.ts');
          const message = parseControl(said);
          named = subjectOf(message);
          const logger = context.logger.child({ requestId, messageId, ...named });
          await processControl(context, message, messageId, logger);
          return [];
        }
        const message = deliveryMessageSchema.parse(said);
        const ids = idsOf(message);
        named = ids;
        // With what it may be ignored for: a message that is not to be acted on never stands for one that is.
        const id = JSON.stringify([ids, message.line, message.behind]);
        let delivery = underWay.get(id);
        if (delivery === undefined) {
          // Without the message's id: what it asks for is named, and a line for each delivery is paid for by its length.
          const logger = context.logger.child({ requestId, ...ids });
          delivery = deliver(context, message, logger, receivesOf(attributes));
          underWay.set(id, delivery);
        }
        await delivery;
        return [];
      } catch (error) {
        // It becomes visible again after the queue's timeout, and a dead letter after too many receives.
        const line = { err: error, outcome: 'comes_back' } satisfies DeliveryLog;
        context.logger.error({ requestId, messageId, ...named, ...line }, 'delivery');
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  await context.health.flush(context.logger);
  return { batchItemFailures: results.flat() };
}

function subjectOf(message: ControlMessage): Record<string, string> {
  switch (message.kind) {
    case 'replay':
      return { tenantId: message.tenantId, replayId: message.replayId };
    case 'expire_held':
      return {};
    case 'drain':
    case 'probe':
    case 'end_held':
    case 'drop_client_keys':
    case 'tell_endpoint':
    case 'tell_exhausted':
      return { tenantId: message.tenantId, endpointId: message.endpointId };
  }
}

/** What to search the log by. */
function idsOf({ tenantId, eventId, endpointId, generation, attempt }: DeliveryMessage) {
  return { tenantId, eventId, endpointId, generation, attempt };
}

/** Whoever invokes the function by hand may leave the attributes out: then it is the first time. */
const receivesOf = (attributes: Partial<SQSRecord['attributes']> | undefined): number =>
  Number(attributes?.ApproximateReceiveCount ?? 1);
