import { parseDlqRequest } from '../../../../dlq-processor/src/request.ts';
import { requeue } from '../../../../dlq-processor/src/requeue.ts';
import { requeueHeld } from '../../../../dlq-processor/src/requeue-held.ts';
import { openSqsClient } from '../aws.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import type { Shared } from '../shared.ts';

const TIMEOUT_MS = 300_000;

/** The operator's function, of which the requeue is what changes most. */
export function openDlqProcessor(environment: Environment, world: Shared): Handler {
  const client = { attempts: 3, timeoutMs: 3_000 };
  const common = world.open(environment, client);
  return async (payload) => {
    const request = parseDlqRequest(payload);
    const endsAt = common.clock() + TIMEOUT_MS;
    const context = {
      ...common,
      sqsClient: openSqsClient(environment, world.queues, client),
      remainingMs: () => endsAt - common.clock(),
    };
    return (request.held ? requeueHeld : requeue)(context, request);
  };
}
