import { eventStatusSchema } from '@switchyard/core/deliveries';
import { type HttpApp, problemResponses } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantOf } from '../tenant.ts';
import { eventSummarySchema } from './event-view.ts';
import type { createListEvents } from './list-events.ts';
import { decodeNextToken, encodeNextToken } from './next-token.ts';

const MAX_LIMIT = 100;
const LIMIT_ALLOWED = `must be a whole number from 1 to ${MAX_LIMIT}`;

const querystring = z.strictObject({
  status: eventStatusSchema.optional().meta({ description: 'Only events in this status.' }),
  limit: z.coerce
    .number(LIMIT_ALLOWED)
    .int(LIMIT_ALLOWED)
    .min(1, LIMIT_ALLOWED)
    .max(MAX_LIMIT, LIMIT_ALLOWED)
    .default(20)
    .meta({ description: 'How many, 1 to 100.' }),
  next_token: z.string().max(1024).optional().meta({ description: 'Where the page before this one ended.' }),
});

const page = z.object({
  events: z.array(eventSummarySchema),
  next_token: z.string().nullable().meta({
    description:
      'Pass it back for the next page; null at the end. A page may hold fewer events than the limit, even none.',
  }),
});

export function listEventsRoute(
  app: HttpApp,
  deps: { readonly listEvents: ReturnType<typeof createListEvents> },
): void {
  app.get(
    '/v1/events',
    {
      schema: {
        operationId: 'listEvents',
        summary: 'List events',
        description: 'Newest first. An event’s status is that of its worst-off delivery.',
        tags: ['Events'],
        querystring,
        response: { 200: page, ...problemResponses(400) },
      },
    },
    async (request) => {
      const tenantId = tenantOf(request);
      request.outcome = { tenantId };
      const { status, limit, next_token: token } = request.query;
      const after = token === undefined ? undefined : decodeNextToken(tenantId, status, token);
      const { events, next } = await deps.listEvents({ tenantId, status, limit, after });
      return { events, next_token: next === undefined ? null : encodeNextToken(tenantId, status, next) };
    },
  );
}
