import { clientAuthSchema, type Endpoint } from '@switchyard/core/endpoints';

import { endpointEtag } from '@switchyard/core/endpoints/endpoint-etag';
import { endpointView } from '@switchyard/core/endpoints/endpoint-view';
import { COUNT_UP_TO } from '@switchyard/core/health';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import { SIGNATURE_KINDS } from '@switchyard/core/signatures';
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

const healthSchema = z.object({
  breaker: z.enum(['closed', 'open', 'probing']).meta({
    description: 'open: it fails, and deliveries are held until a probe succeeds.',
  }),
  cause: z.enum(['failing', 'retry_after']).nullable(),
  failing_since: z.string().nullable(),
  failures_in_a_row: z.number().int(),
  next_probe_at: z.string().nullable(),
  draining: z.boolean().meta({ description: 'What was held is being sent on.' }),
});

export const endpointViewSchema = z.object({
  endpoint_id: z.string(),
  target_url: z.string().nullable(),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  event_types: z.array(z.string()).meta({ description: 'Empty: all.' }),
  filter: z.record(z.string(), z.unknown()).nullable().meta({ description: 'null: any payload.' }),
  header_names: z.array(z.string()).meta({ description: 'Of its own headers; their values are not shown.' }),
  auth: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('basic'), username: z.string() }),
      z.object({ type: z.literal('header'), name: z.string() }),
      z.object({
        type: z.literal('oauth2'),
        token_url: z.string(),
        client_id: z.string(),
        scope: z.string().nullable(),
        audience: z.string().nullable(),
        auth_style: clientAuthSchema,
      }),
    ])
    .nullable()
    .meta({ description: 'By what it knows Switchyard, without what is secret; null: the signature alone.' }),
  tls: z
    .object({
      subject: z.string(),
      fingerprint_sha256: z.string().meta({ description: 'Of the certificate, in hex.' }),
      expires_at: z.string().meta({ description: 'From then on no request is made with it.' }),
    })
    .nullable()
    .meta({ description: 'The client certificate that it is shown; null: none.' }),
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
  health: healthSchema,
  secrets: z
    .array(
      z.object({
        type: z.enum(SIGNATURE_KINDS),
        public_key: z
          .string()
          .nullable()
          .meta({ description: '`whpk_…` of ed25519; null: a secret of both sides.' }),
        created_at: z.string(),
        expires_at: z.string().nullable(),
      }),
    )
    .meta({ description: 'Those that sign now, newest first, without their values.' }),
  public_keys_path: z.string().nullable().meta({
    description: 'Where anybody who has this reads its public keys, without a token; null: it never had one.',
  }),
  created_at: z.string().nullable(),
  updated_at: z.string().nullable(),
});

const countSchema = (what: string) =>
  z
    .object({ count: z.number().int(), at_least: z.boolean() })
    .meta({ description: `${what}, counted up to ${COUNT_UP_TO}; \`at_least\`: there may be more.` });

/** As it is read, with figures. */
export const endpointReadSchema = endpointViewSchema.extend({
  health: healthSchema.extend({
    last_success_at: z.string().nullable().meta({
      description: 'When it last answered 2xx; null: not in the last 30 days. May be a minute behind.',
    }),
    held: countSchema('Deliveries that are held for it now'),
    dead: countSchema('Its dead letters now, found among the first of all your dead letters'),
    last_day: z
      .object({
        since: z
          .string()
          .meta({ description: 'From when on: the last 24 hours and what this one has so far.' }),
        delivered: z.number().int().meta({ description: 'Deliveries that it answered with 2xx.' }),
        attempts_failed: z.number().int().meta({ description: 'Attempts that it did not answer with 2xx.' }),
        dead: z.number().int().meta({ description: 'Deliveries that were given up.' }),
        held: z.number().int().meta({ description: 'How often a delivery was held for it.' }),
        answer_ms_p95: z.number().int().nullable().meta({
          description: 'Milliseconds within which 95 % of its answers came, to 9 %; null: it gave none.',
        }),
      })
      .nullable()
      .meta({
        description:
          'What came of it. Counted by the workers, and written down within a minute; what is not yet written when one is stopped is missing here, and nowhere else. null: its item is broken.',
      }),
  }),
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
