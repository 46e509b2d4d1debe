import { eventTypesSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import {
  DEFAULT_REPLAY_RATE,
  MAX_REPLAY_RATE,
  MAX_REPLAYED,
  MAX_UNFINISHED_REPLAYS,
  MIN_REPLAY_RATE,
  replayedStatusSchema,
  replayView,
} from '@switchyard/core/replays';
import { startReplay } from '@switchyard/core/replays/start-replay';
import * as z from 'zod';
import { allowed, instant } from '../allowed.ts';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import { bodyExamples, withJson } from '../endpoints/endpoint-examples.ts';
import { idempotencyHeaders } from '../events/post-event.route.ts';
import { EXAMPLE_JSON_HEADERS } from '../examples.ts';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';
import { replayViewSchema } from './replay-response.ts';

const limitAllowed = allowed(`a whole number from 1 to ${MAX_REPLAYED}`);
const rateAllowed = allowed(`a number from ${MIN_REPLAY_RATE} to ${MAX_REPLAY_RATE}`);

const body = z.strictObject({
  status: z.enum(replayedStatusSchema.options, allowed(replayedStatusSchema.options.join(', '))).meta({
    description:
      'Deliveries in this status. DLQ: those that were given up. DELIVERED: once more. HELD: only of an endpoint that is in service. MISSING: events that never had a delivery to `endpoint_id`, and that it wants.',
  }),
  endpoint_id: endpointIdSchema
    .optional()
    .meta({ description: 'Only to this endpoint; needed for HELD and MISSING.' }),
  event_types: eventTypesSchema.optional().meta({
    description: '`order.paid`, all of `order.*`, or `*`. Without any: all types.',
  }),
  since: instant.optional().meta({ description: 'Of events accepted from then on.' }),
  until: instant.optional().meta({ description: 'And up to then. Left out, or later than now: now.' }),
  limit: z
    .int(limitAllowed)
    .min(1, limitAllowed)
    .max(MAX_REPLAYED, limitAllowed)
    .optional()
    .meta({ description: `Deliveries at most, 1 to ${MAX_REPLAYED}; so many if left out.` }),
  rate: z
    .number(rateAllowed)
    .min(MIN_REPLAY_RATE, rateAllowed)
    .max(MAX_REPLAY_RATE, rateAllowed)
    .optional()
    .meta({
      description: `Deliveries a second at most, ${MIN_REPLAY_RATE} to ${MAX_REPLAY_RATE}; ${DEFAULT_REPLAY_RATE} if left out.`,
    }),
  dry_run: z
    .boolean(allowed('true or false'))
    .optional()
    .meta({ description: 'Only count. What is counted within a page is answered at once.' }),
});

const EXAMPLE = { status: 'FAILED', endpoint_id: 'warehouse', event_types: ['order.*'], rate: 5 };

export const postReplayRoute = tenantRoute({
  method: 'POST',
  path: '/v1/replays',
  portal: 'full',
  before: bodyBytesOf,
  schema: {
    operationId: 'postReplay',
    summary: 'Deliver many again',
    description: `Starts all deliveries anew that are as the filter says, oldest first, each once and with attempt 1, under the same \`webhook-id\`. It runs by itself until its end; \`GET /v1/replays/{replay_id}\` tells how far it is. ${MAX_UNFINISHED_REPLAYS} may be unfinished at a time. Send an \`Idempotency-Key\`, so that a repeat after a lost answer starts no second one.`,
    tags: ['Replays'],
    headers: idempotencyHeaders,
    body: body.meta({ examples: [EXAMPLE] }),
    response: {
      201: described('It runs; or it is done, where that took no more than a page.', replayViewSchema),
      ...tenantProblems(400, 404, 409, 413, 415, 422),
    },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const { endpoint_id: endpointId, event_types: eventTypes, dry_run: dryRun, ...filter } = request.body;
    const idempotencyKey = request.headers['idempotency-key'];
    const starting = startReplay(api, {
      tenantId,
      endpointId,
      eventTypes,
      dryRun,
      idempotencyKey,
      ...filter,
    });
    const { replay, repeated } = await orUnavailable(
      starting,
      'The replay could not be started. Try again with the same Idempotency-Key.',
    );
    const { replayId } = replay;
    request.outcome = { tenantId, replayId, outcome: repeated ? 'repeated' : 'started' };
    if (repeated) reply.header('idempotent-replayed', 'true');
    return reply.code(201).send(replayView(replay));
  },
  answerHeaders: {
    201: {
      'Idempotent-Replayed': {
        description: '`true` when an earlier request with this Idempotency-Key had started the replay.',
        schema: { type: 'string', const: 'true' },
      },
    },
  },
  examples: () => {
    const path = '/v1/replays';
    const withKey = (key: string, json: object) => ({
      ...withJson(json),
      headers: { ...EXAMPLE_JSON_HEADERS, 'idempotency-key': key },
    });
    const usual = withKey('after-the-outage', EXAMPLE);
    return [
      { ...usual, name: 'started', summary: 'It runs' },
      {
        ...withKey('count-first', { ...EXAMPLE, dry_run: true }),
        name: 'dry_run',
        summary: 'Counted at once',
      },
      { ...withKey('dead-letters', { status: 'DLQ' }), name: 'nothing_matched', summary: 'Nothing to do' },
      ...bodyExamples(path),
      {
        ...usual,
        headers: { ...usual.headers, 'idempotency-key': 'x'.repeat(256) },
        name: 'headers_invalid',
        summary: 'Idempotency-Key too long',
      },
      {
        ...withKey('other-endpoint', { ...EXAMPLE, endpoint_id: 'other' }),
        name: 'endpoint_not_found',
        summary: 'Unknown, or not yours',
      },
      {
        ...withKey('held', { status: 'HELD', endpoint_id: 'warehouse' }),
        name: 'endpoint_holds',
        summary: 'It is disabled',
        state: 'endpoint_disabled',
      },
      { ...usual, name: 'too_many_replays', summary: 'Five are unfinished', state: 'five_replays' },
      {
        ...withJson({ ...EXAMPLE, note: 'x'.repeat(MAX_BODY_BYTES) }),
        name: 'payload_too_large',
        summary: 'More than 256 KiB',
      },
      { ...withJson({ ...EXAMPLE, rate: 1_000 }), name: 'body_invalid', summary: 'A rate out of range' },
      { ...withJson({ status: 'MISSING' }), name: 'replay_invalid', summary: 'Without its endpoint' },
      { ...usual, name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
    ];
  },
});
