import { headerChangesSchema, metadataChangesSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { updateEndpoint } from '@switchyard/core/endpoints/update-endpoint';
import { orUnavailable } from '@switchyard/core/errors';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import { bodyBytesOf } from '../json-body.ts';
import { settingFields, settingsOf, targetOf, targetUrlField } from './endpoint-body.ts';
import { bodyExamples, commonExamples, EXAMPLE_ENDPOINT, STALE_ETAG, withJson } from './endpoint-examples.ts';
import {
  described200,
  endpointOf,
  endpointParams,
  etagHeader,
  ifMatchHeaders,
  toAnswer,
} from './endpoint-response.ts';
import { EXAMPLE_TLS } from './example-certificate.ts';

const body = z.strictObject({
  target_url: targetUrlField.optional(),
  metadata: metadataChangesSchema.nullish().meta({
    description: 'Merged with what is there; a key with null is taken away, null takes all away.',
  }),
  headers: headerChangesSchema.nullish().meta({
    description: 'Merged with what is there; a name with null is taken away, null takes all away.',
  }),
  ...settingFields,
});

export const patchEndpointRoute = tenantRoute({
  method: 'PATCH',
  path: '/v1/endpoints/{endpoint_id}',
  portal: 'full',
  before: bodyBytesOf,
  schema: {
    operationId: 'patchEndpoint',
    summary: 'Change an endpoint',
    description:
      'Changes what is given and leaves the rest, as a JSON merge patch (RFC 7396): null takes a setting away. It counts for deliveries within a minute. With another `target_url`, what is held because the old one failed is sent on.',
    tags: ['Endpoints'],
    params: endpointParams,
    headers: ifMatchHeaders,
    body,
    response: { ...described200, ...tenantProblems(400, 404, 409, 412, 413, 415, 422) },
  },
  answerHeaders: { 200: etagHeader },
  async answer(api, request, reply) {
    const id = endpointOf(request);
    const { target_url: target, headers, metadata } = request.body;
    const targetUrl = target === undefined ? {} : { targetUrl: targetOf(api, target) };
    const settings = { ...settingsOf(api, request.body), ...targetUrl };
    const ifMatch = request.headers['if-match'];
    const updating = updateEndpoint(api, { ...id, ifMatch, settings, headers, metadata });
    const endpoint = await orUnavailable(updating, 'The endpoint could not be changed. Try again.');
    request.outcome = { ...id, outcome: 'updated' };
    return toAnswer(api, reply, endpoint);
  },
  examples: () => {
    const path = EXAMPLE_ENDPOINT;
    const usual = withJson({ rate_limit: 5, headers: { 'x-route': null } });
    return [
      { ...usual, name: 'changed', summary: 'A limit, and no header', path },
      {
        ...withJson({
          auth: {
            type: 'oauth2',
            token_url: 'https://login.example.com/oauth2/token',
            client_id: 'switchyard',
            client_secret: 'correct-horse-battery-staple',
            scope: 'webhooks.write',
            audience: 'https://hooks.example.com',
          },
        }),
        name: 'auth_changed',
        summary: 'Client credentials (OAuth2)',
        path,
      },
      {
        ...withJson({ tls: EXAMPLE_TLS }),
        name: 'client_certificate_changed',
        summary: 'A client certificate (mTLS)',
        path,
      },
      {
        ...withJson({ tls: { ...EXAMPLE_TLS, private_key: EXAMPLE_TLS.client_certificate } }),
        name: 'client_certificate_refused',
        summary: 'Something else for its key',
        path,
      },
      ...bodyExamples(path),
      ...commonExamples('', usual),
      {
        ...usual,
        headers: { ...usual.headers, 'if-match': STALE_ETAG },
        name: 'endpoint_changed',
        summary: 'It was changed since',
        path,
      },
      {
        ...usual,
        name: 'endpoint_unreadable',
        summary: 'Broken by hand',
        path,
        state: 'endpoint_unreadable',
      },
      {
        ...withJson({ description: 'x'.repeat(MAX_BODY_BYTES) }),
        name: 'payload_too_large',
        summary: 'More than 256 KiB',
        path,
      },
      { ...withJson({ headers: { host: 'x' } }), name: 'body_invalid', summary: 'A header of HTTP', path },
    ];
  },
});
