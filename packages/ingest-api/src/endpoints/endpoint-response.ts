import type { Endpoint } from '@switchyard/core/endpoints';
import { endpointEtag } from '@switchyard/core/endpoints/endpoint-etag';
import { endpointView } from '@switchyard/core/endpoints/endpoint-view';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Api } from '../api.ts';
import { tenantOf } from '../tenant.ts';

export const endpointParams = z.object({ endpoint_id: endpointIdSchema });

export const ifMatchHeaders = z.looseObject({
  'if-match': z
    .string()
    .max(1_024)
    .optional()
    .meta({ description: 'The `ETag` of what you change: refused with 412 when it is another by now.' }),
});

const orDeployment = (words: string) => ({ description: `${words}; null: the deployment’s.` });

export const endpointViewSchema = z.object({
  endpoint_id: z.string(),
  target_url: z.string().nullable(),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  event_types: z.array(z.string()).meta({ description: 'Empty: all.' }),
  filter: z.record(z.string(), z.unknown()).nullable().meta({ description: 'null: any payload.' }),
  header_names: z.array(z.string()).meta({ description: 'Of its own headers; their values are not shown.' }),
  timeout_ms: z.number().nullable().meta(orDeployment('Limit of an attempt')),
  max_attempts: z.number().nullable().meta(orDeployment('Attempts of a delivery')),
  retry_schedule: z.string().nullable().meta(orDeployment('Waits between attempts')),
  rate_limit: z.number().nullable().meta({ description: 'Attempts a second; null: no limit.' }),
  drain_rate: z.number().nullable().meta(orDeployment('Held deliveries a second when they are sent on')),
  status: z.enum(['ENABLED', 'PAUSED', 'DISABLED', 'UNREADABLE']).meta({
    description:
      'PAUSED and DISABLED hold deliveries. UNREADABLE: its item was broken by hand, see status_reason.',
  }),
  status_reason: z.string().nullable(),
  status_changed_at: z.string().nullable(),
  health: z.object({
    breaker: z.enum(['closed', 'open', 'probing']).meta({
      description: 'open: it fails, and deliveries are held until a probe succeeds.',
    }),
    cause: z.enum(['failing', 'retry_after']).nullable(),
    failing_since: z.string().nullable(),
    failures_in_a_row: z.number().int(),
    next_probe_at: z.string().nullable(),
    draining: z.boolean().meta({ description: 'What was held is being sent on.' }),
  }),
  secrets: z
    .array(z.object({ created_at: z.string(), expires_at: z.string().nullable() }))
    .meta({ description: 'Those that sign now, newest first, without their values.' }),
  created_at: z.string().nullable(),
  updated_at: z.string().nullable(),
});

export const described200 = { 200: described('The endpoint.', endpointViewSchema) };

export const etagHeader = {
  ETag: { description: 'Names this state of the endpoint, for If-Match.', schema: { type: 'string' } },
};

type EndpointRequest = FastifyRequest & { readonly params: z.infer<typeof endpointParams> };

/** Which endpoint is meant; and the request's log line names it. */
export function endpointOf(
  request: Pick<EndpointRequest, 'params' | 'outcome' | 'awsLambda'> & FastifyRequest,
) {
  const id = { tenantId: tenantOf(request), endpointId: request.params.endpoint_id };
  request.outcome = id;
  return id;
}

/** What is answered of an endpoint; its ETag goes into the answer's header. */
export function toAnswer({ clock }: Pick<Api, 'clock'>, reply: FastifyReply, endpoint: Endpoint) {
  reply.header('etag', endpointEtag(endpoint));
  return endpointView(endpoint, clock());
}
