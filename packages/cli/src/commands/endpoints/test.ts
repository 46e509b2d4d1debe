import { randomUUID } from 'node:crypto';
import type { Delivery } from '@switchyard/core/deliveries';
import { sendTestEvent, TEST_TYPE } from '@switchyard/core/endpoints/send-test-event';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import type { Metrics } from '@switchyard/core/metrics';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { withQueues } from '../../endpoint-control.ts';
import { readDeliveries } from '../../find-event.ts';
import { excerpt } from '../../format.ts';
import { jsonObject, textSchema, wholeNumber } from '../../input-schemas.ts';

const POLL_MS = 500;

/** What an operator does is no traffic. */
const uncounted: Metrics = { count: () => undefined, measure: () => undefined };

export const endpointsTest = defineCommand({
  name: 'endpoints test',
  summary: 'send it a test event, wait for the answer and show it',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema,
    eventType: textSchema(128)
      .regex(/^[^\s*]+$/, 'must be without spaces and "*"')
      .optional(),
    data: jsonObject.optional(),
    waitSeconds: wholeNumber(0, 900),
  }),
  arguments: ['tenantId', 'endpointId'],
  options: {
    eventType: ['<type>', `its type (default: ${TEST_TYPE})`],
    data: ['<json>', 'a JSON object that it has as `data`'],
    waitSeconds: ['<seconds>', 'how long to wait for the answer of the first attempt', '60'],
  },
  examples: ['endpoints test acme default', `endpoints test acme default --data '{"order":1}'`],
  notes: 'Exit code 0 when it was delivered. Further attempts, if it was not: `tail` with the event id.',
  async run({ open, clock, sleep, untilInterrupted }, { waitSeconds, ...input }) {
    const deployment = { ...withQueues(await open()), metrics: uncounted };
    const sent = await sendTestEvent(deployment, {
      ...input,
      idempotencyKey: undefined,
      correlationId: `cli-${randomUUID()}`,
    });
    const interrupted = untilInterrupted();
    const giveUpAt = clock() + waitSeconds * 1_000;
    let delivery: Delivery | undefined;
    do {
      [delivery] = await readDeliveries(deployment, { tenantId: input.tenantId, eventId: sent.eventId });
      if (delivery !== undefined && hasAnswer(delivery)) break;
      await sleep(POLL_MS, interrupted);
    } while (clock() < giveUpAt && !interrupted.aborted);
    const attempt = delivery?.attempts.at(-1);
    return {
      tenant_id: input.tenantId,
      endpoint_id: input.endpointId,
      event_id: sent.eventId,
      status: delivery?.status ?? 'PENDING',
      reason: delivery?.reason ?? delivery?.heldReason,
      status_code: attempt?.statusCode,
      error: attempt?.error,
      duration_ms: attempt?.durationMs,
      response_body: attempt?.responseBody,
    };
  },
  text({ endpoint_id, event_id, status, reason, status_code, error, duration_ms, response_body }) {
    const answered =
      status_code === undefined
        ? error === undefined
          ? 'has not answered yet'
          : `gave no answer: ${error}`
        : `answered ${status_code} in ${duration_ms} ms`;
    return [
      `Endpoint ${endpoint_id} ${answered}. Event ${event_id} is ${status}${reason === undefined ? '' : ` (${reason})`}.`,
      ...(response_body === undefined || response_body === '' ? [] : [`  ${excerpt(response_body, 200)}`]),
    ].join('\n');
  },
  exitCode: ({ status }) => (status === 'DELIVERED' ? 0 : 1),
});

/** One that is held, or that ended without a request, gets none. */
const hasAnswer = ({ status, attempts }: Delivery): boolean => attempts.length > 0 || status !== 'PENDING';
