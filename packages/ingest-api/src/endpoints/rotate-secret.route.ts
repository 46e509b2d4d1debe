import {
  DEFAULT_OVERLAP_SECONDS,
  MAX_OVERLAP_SECONDS,
  rotateSecret,
} from '@switchyard/core/endpoints/rotate-secret';
import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { bodyExamples, commonExamples, EXAMPLE_ENDPOINT, STALE_ETAG, withJson } from './endpoint-examples.ts';
import {
  endpointOf,
  endpointParams,
  endpointViewSchema,
  etagHeader,
  ifMatchHeaders,
  toAnswer,
} from './endpoint-response.ts';
import {
  oneOfSecretAndSignature,
  ownSecretField,
  shownSecret,
  signatureField,
} from './post-endpoint.route.ts';

const allowed = `must be a whole number from 0 to ${MAX_OVERLAP_SECONDS}`;

const body = z
  .strictObject({
    secret: ownSecretField.optional(),
    signature: signatureField,
    overlap_seconds: z
      .number(allowed)
      .int(allowed)
      .min(0, allowed)
      .max(MAX_OVERLAP_SECONDS, allowed)
      .optional()
      .meta({
        description: `For how long the earlier secrets go on signing beside the new one: 0, which revokes them, to ${MAX_OVERLAP_SECONDS} (7 days); ${DEFAULT_OVERLAP_SECONDS} (24 hours) if left out.`,
      }),
  })
  .refine(oneOfSecretAndSignature.check, oneOfSecretAndSignature.error)
  .nullish();

const rotated = endpointViewSchema.extend({
  secret: z
    .string()
    .nullable()
    .meta({ description: 'The new secret. It is shown only now. null: an ed25519 key, see `secrets`.' }),
});

const SUFFIX = '/rotate-secret';

export const rotateSecretRoute = tenantRoute({
  method: 'POST',
  path: `/v1/endpoints/{endpoint_id}${SUFFIX}`,
  portal: 'full',
  schema: {
    operationId: 'rotateEndpointSecret',
    summary: 'Rotate a secret',
    description:
      'Makes a new secret. Until the overlap ends, each delivery, retries too, has a signature for each secret, so a receiver that knows any of them accepts it. With the newest secret itself as `secret` none is made: with `overlap_seconds` 0 that revokes the earlier ones now. It counts for deliveries within a minute.',
    tags: ['Endpoints'],
    params: endpointParams,
    headers: ifMatchHeaders,
    body,
    response: { 200: described('Rotated.', rotated), ...tenantProblems(400, 404, 409, 412, 415, 422) },
  },
  answerHeaders: { 200: etagHeader },
  async answer(api, request, reply) {
    const id = endpointOf(request);
    const {
      secret: own,
      signature,
      overlap_seconds: overlapSeconds = DEFAULT_OVERLAP_SECONDS,
    } = request.body ?? {};
    const ifMatch = request.headers['if-match'];
    const rotating = rotateSecret(api, { ...id, ifMatch, secret: own, signature, overlapSeconds });
    const { endpoint, secret } = await orUnavailable(rotating, 'The secret could not be stored. Try again.');
    request.outcome = { ...id, outcome: 'rotated' };
    return { ...toAnswer(api, reply, endpoint), secret: shownSecret(secret) };
  },
  examples: () => {
    const path = `${EXAMPLE_ENDPOINT}${SUFFIX}`;
    return [
      { name: 'rotated', summary: 'The old one signs for a day', path },
      { ...withJson({ overlap_seconds: 0 }), name: 'revoked', summary: 'The old one signs no more', path },
      { name: 'too_many_secrets', summary: 'Too many that sign', path, state: 'ten_secrets' },
      {
        name: 'endpoint_changed',
        summary: 'It was changed since',
        path,
        headers: { 'if-match': STALE_ETAG },
      },
      {
        ...withJson({ overlap_seconds: 604_801 }),
        name: 'body_invalid',
        summary: 'Longer than 7 days',
        path,
      },
      ...bodyExamples(path),
      ...commonExamples(SUFFIX),
    ];
  },
});
