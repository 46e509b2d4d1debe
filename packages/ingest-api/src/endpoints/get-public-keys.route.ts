import { isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { endpointView } from '@switchyard/core/endpoints/endpoint-view';
import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { described, problemResponses } from '@switchyard/core/http';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { constantTimeEqual } from '@switchyard/core/signatures';
import * as z from 'zod';
import { publicRoute } from '../api.ts';
import { EXAMPLE_PUBLIC_KEYS_ID } from '../examples.ts';

const keys = z.object({
  keys: z
    .array(
      z.object({
        public_key: z.string().meta({ description: '`whpk_` and the base64 of 32 bytes.' }),
        created_at: z.string(),
        expires_at: z.string().nullable().meta({ description: 'Until when it signs; null: it goes on.' }),
      }),
    )
    .meta({ description: 'Those that sign now, newest first.' }),
});

/** Whoever verifies needs no key of the API for it: the address, which nobody guesses, was given to him. */
export const getPublicKeysRoute = publicRoute({
  method: 'GET',
  path: '/v1/public-keys/{tenant_id}/{endpoint_id}/{page_id}',
  schema: {
    operationId: 'getPublicKeys',
    summary: 'Read an endpoint’s public keys',
    description:
      'The ed25519 keys that verify `webhook-signature` entries `v1a,…` of deliveries to one endpoint. Its address is the endpoint’s `public_keys_path`, and stays the same when keys are rotated. May be kept for 5 minutes.',
    tags: ['Endpoints'],
    params: z.object({
      tenant_id: tenantIdSchema,
      endpoint_id: endpointIdSchema,
      page_id: z.string().regex(/^[\w-]{22}$/, 'must be the end of a public_keys_path'),
    }),
    response: { 200: described('The keys.', keys), ...problemResponses([400, 404, 503, 504]) },
  },
  async answer(api, request, reply) {
    const { tenant_id: tenantId, endpoint_id: endpointId, page_id: pageId } = request.params;
    const endpoint = await orUnavailable(
      readEndpoint(api, tenantId, endpointId),
      'The keys could not be read. Try again.',
    );
    const isIts =
      endpoint !== undefined &&
      isReadable(endpoint) &&
      constantTimeEqual(endpoint.publicKeysId ?? '', pageId);
    // Whether there is such a tenant or endpoint is not told.
    if (!isIts) throw new NotFoundError('public_keys', pageId);
    reply.header('cache-control', 'public, max-age=300');
    const { secrets } = endpointView(endpoint, api.clock());
    return {
      keys: secrets.flatMap(({ public_key, created_at, expires_at }) =>
        public_key === null ? [] : [{ public_key, created_at, expires_at }],
      ),
    };
  },
  examples: () => {
    const pathOf = (id: string) => `/v1/public-keys/acme/warehouse/${id}`;
    const path = pathOf(EXAMPLE_PUBLIC_KEYS_ID);
    return [
      { name: 'read', summary: 'One key', path, state: 'ed25519' },
      { name: 'params_invalid', summary: 'Not an address of keys', path: pathOf('x') },
      { name: 'public_keys_not_found', summary: 'Not there', path: pathOf('x'.repeat(22)) },
      { name: 'unavailable', summary: 'The store did not answer', path, state: 'store_down' },
    ];
  },
});
