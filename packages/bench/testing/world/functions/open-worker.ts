import { DAY_MS } from '@switchyard/core/testing';
import type { SQSEvent } from 'aws-lambda';
import { createAccessTokens } from '../../../../worker/src/access-tokens.ts';
import { createClientIdentities } from '../../../../worker/src/client-identities.ts';
import { createEndpointCache } from '../../../../worker/src/endpoint-cache.ts';
import { createFailureStreaks } from '../../../../worker/src/failure-streaks.ts';
import { createHealthCounts } from '../../../../worker/src/health-counts.ts';
import { createPaces } from '../../../../worker/src/paces.ts';
import type { SendPost } from '../../../../worker/src/post.ts';
import { type ProcessBatchContext, processBatch } from '../../../../worker/src/process-batch.ts';
import { createSlots } from '../../../../worker/src/slots.ts';
import { openClientKeys } from '../aws.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import type { Shared } from '../shared.ts';

const TIMEOUT_MS = 30_000;

/** The worker as its handler.ts puts it together. */
export function openWorker(environment: Environment, world: Shared): Handler {
  const client = { attempts: 3, timeoutMs: 3_000 };
  const common = world.open(environment, client);
  const clientKeys = openClientKeys(environment, world, client);
  const post: SendPost = async (targetUrl, signed, timeoutMs = TIMEOUT_MS) => {
    const startedAt = common.clock();
    const answer = await environment.effect(`POST ${targetUrl}`, () =>
      world.receivers.receive(common.clock(), targetUrl, signed),
    );
    await environment.sleep(Math.min(answer.afterMs ?? 0, timeoutMs));
    const durationMs = common.clock() - startedAt;
    if ('error' in answer || (answer.afterMs ?? 0) > timeoutMs)
      return {
        kind: 'failed',
        error: 'error' in answer ? answer.error : 'timeout',
        detail: 'E',
        durationMs,
      };
    const { status: statusCode, retryAfterMs } = answer;
    return { kind: 'answered', statusCode, retryAfterMs, responseBody: '', durationMs };
  };
  const context: ProcessBatchContext = {
    ...common,
    operators: {
      publish: (notice) =>
        environment.effect('sns:Publish', () => void world.notices.push(notice), {
          attempts: 1,
          timeoutMs: 3_000,
        }),
    },
    endpointCache: createEndpointCache(common),
    paces: createPaces(common.clock),
    slots: createSlots(5),
    slowAfterMs: 1_000,
    streaks: createFailureStreaks(),
    health: createHealthCounts(common, { intervalMs: 60_000 }),
    breakerPolicy: {
      failures: world.breakerFailures,
      periodMs: 60_000,
      probeSchedule: [30_000, 60_000, 120_000, 240_000, 480_000, 900_000],
      disableAfterMs: 5 * DAY_MS,
    },
    heldRetentionMs: 30 * DAY_MS,
    post,
    accessTokens: createAccessTokens({ post, clock: common.clock }),
    deleteClientKey: clientKeys.delete,
    clientIdentities: createClientIdentities(clientKeys, common.clock),
    attemptTimeoutMs: TIMEOUT_MS,
    retry: {
      schedule: [60_000, 120_000, 240_000, 480_000, 960_000],
      maxAttempts: 5,
      random: world.random,
    },
  };
  // Its only payloads are those of its event sources.
  return (payload, requestId) => processBatch(context, recordsOf(payload), requestId);
}

function recordsOf(payload: unknown): SQSEvent['Records'] {
  if (isSqsEvent(payload)) return payload.Records;
  throw new TypeError('It is called by its queues only.');
}

const isSqsEvent = (payload: unknown): payload is SQSEvent =>
  typeof payload === 'object' && payload !== null && 'Records' in payload;
