import { endpointSecretSchema } from '@switchyard/core/endpoints';
import { createEndpoint } from '@switchyard/core/endpoints/create-endpoint';
import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import { SIGNATURE_KINDS, signatureKindOf } from '@switchyard/core/signatures';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';
import {
  headersField,
  metadataField,
  settingFields,
  settingsOf,
  targetOf,
  targetUrlField,
} from './endpoint-body.ts';
import { bodyExamples, withJson } from './endpoint-examples.ts';
import { endpointViewSchema, etagHeader, toAnswer } from './endpoint-response.ts';
import { EXAMPLE_TLS } from './example-certificate.ts';

export const ownSecretField = endpointSecretSchema.shape.secret.meta({
  description:
    'One of your own: `whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and the base64 of an ed25519 seed and its public key. Left out: one is made.',
});

export const signatureField = z.enum(SIGNATURE_KINDS).optional().meta({
  description:
    'What is made where no `secret` is given: a secret of both sides, or an ed25519 key, of which only the public part is ever shown. Left out: `hmac`, and when rotating the kind of the newest.',
});

/** As it is shown, once: who verifies ed25519 needs `public_key`, and nobody the private key. */
export const shownSecret = (secret: string): string | null =>
  signatureKindOf(secret) === 'hmac' ? secret : null;

export const oneOfSecretAndSignature = {
  check: ({ secret, signature }: { readonly secret?: unknown; readonly signature?: unknown }) =>
    secret === undefined || signature === undefined,
  error: { path: ['signature'], message: 'must be left out where secret is given: its kind says it' },
};

const body = z
  .strictObject({
    endpoint_id: endpointIdSchema.optional().meta({ description: 'Left out: one is made.' }),
    target_url: targetUrlField,
    metadata: metadataField.optional(),
    headers: headersField.optional(),
    ...settingFields,
    secret: ownSecretField.optional(),
    signature: signatureField,
  })
  .refine(oneOfSecretAndSignature.check, oneOfSecretAndSignature.error);

const created = endpointViewSchema.extend({
  secret: z.string().nullable().meta({
    description:
      'What deliveries are signed with. It is shown only now. null: an ed25519 key, see `secrets`.',
  }),
});

const EXAMPLE = {
  endpoint_id: 'billing',
  target_url: 'https://hooks.example.com/billing',
  event_types: ['order.*', 'refund.made'],
  headers: { 'x-route': 'billing' },
  metadata: { team: 'billing' },
  rate_limit: 20,
};

export const postEndpointRoute = tenantRoute({
  method: 'POST',
  path: '/v1/endpoints',
  portal: 'full',
  before: bodyBytesOf,
  schema: {
    operationId: 'postEndpoint',
    summary: 'Make an endpoint',
    description:
      'It is in service at once, for events that are sent from now on, and is shown with its secret, this once. A tenant has 50 at most. Give an `endpoint_id` and repeating is safe: a second one is refused.',
    tags: ['Endpoints'],
    body: body.meta({ examples: [EXAMPLE] }),
    response: { 201: described('Made.', created), ...tenantProblems(400, 409, 413, 415, 422) },
  },
  answerHeaders: { 201: etagHeader },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const {
      endpoint_id: endpointId,
      target_url: target,
      headers,
      metadata,
      secret: own,
      signature,
    } = request.body;
    const settings = {
      ...settingsOf(api, request.body),
      headers,
      metadata,
      targetUrl: targetOf(api, target),
    };
    const creating = createEndpoint(api, { tenantId, endpointId, settings, secret: own, signature });
    const { endpoint, secret } = await orUnavailable(
      creating,
      'The endpoint could not be stored. Try again.',
    );
    request.outcome = { tenantId, endpointId: endpoint.endpointId, outcome: 'created' };
    return reply.code(201).send({ ...toAnswer(api, reply, endpoint), secret: shownSecret(secret) });
  },
  examples: () => {
    const path = '/v1/endpoints';
    const usual = withJson(EXAMPLE);
    return [
      { ...usual, name: 'made', summary: 'For two kinds of events' },
      {
        ...withJson({
          ...EXAMPLE,
          auth: { type: 'basic', username: 'switchyard', password: 'correct horse battery staple' },
        }),
        name: 'with_auth',
        summary: 'Behind a gateway that asks for a password',
      },
      {
        ...withJson({ ...EXAMPLE, signature: 'ed25519' }),
        name: 'with_public_key',
        summary: 'Signed by ed25519',
      },
      {
        ...withJson({ ...EXAMPLE, tls: EXAMPLE_TLS }),
        name: 'with_client_certificate',
        summary: 'Shown a client certificate (mTLS)',
      },
      ...bodyExamples(path),
      {
        ...withJson({ ...EXAMPLE, endpoint_id: 'warehouse' }),
        name: 'endpoint_exists',
        summary: 'The id is taken',
      },
      { ...usual, name: 'too_many_endpoints', summary: 'There are 50', state: 'fifty_endpoints' },
      {
        ...withJson({ ...EXAMPLE, note: 'x'.repeat(MAX_BODY_BYTES) }),
        name: 'payload_too_large',
        summary: 'More than 256 KiB',
      },
      {
        ...withJson({ ...EXAMPLE, target_url: 'http://10.0.0.1/in' }),
        name: 'body_invalid',
        summary: 'Not a public address',
      },
      { ...usual, name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
    ];
  },
});
