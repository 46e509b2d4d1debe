import { peek } from '../../../../dlq-processor/src/peek.ts';
import { peekHeld } from '../../../../dlq-processor/src/peek-held.ts';
import { purge } from '../../../../dlq-processor/src/purge.ts';
import { purgeHeld } from '../../../../dlq-processor/src/purge-held.ts';
import { replay } from '../../../../dlq-processor/src/replay.ts';
import { isReplayAction, replayRequestSchema } from '../../../../dlq-processor/src/replay-request.ts';
import { parseDlqRequest, parseRequest } from '../../../../dlq-processor/src/request.ts';
import { requeue } from '../../../../dlq-processor/src/requeue.ts';
import { requeueHeld } from '../../../../dlq-processor/src/requeue-held.ts';
import { openSqsClient } from '../aws.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import type { Shared } from '../shared.ts';

const TIMEOUT_MS = 300_000;

const ACTIONS = { peek, requeue, purge };
const HELD_ACTIONS = { peek: peekHeld, requeue: requeueHeld, purge: purgeHeld };

/** The operator's function as its handler.ts puts it together. */
export function openDlqProcessor(environment: Environment, world: Shared): Handler {
  const client = { attempts: 3, timeoutMs: 3_000 };
  const common = world.open(environment, client);
  return async (payload) => {
    const endsAt = common.clock() + TIMEOUT_MS;
    const context = {
      ...common,
      sqsClient: openSqsClient(environment, world.queues, client),
      remainingMs: () => endsAt - common.clock(),
    };
    if (isReplayAction(payload)) return replay(context, parseRequest(replayRequestSchema, payload));
    const request = parseDlqRequest(payload);
    return (request.held ? HELD_ACTIONS : ACTIONS)[request.action](context, request);
  };
}
