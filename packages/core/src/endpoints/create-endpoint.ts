import { toIso } from '../clock.ts';
import type { ControlQueue } from '../deliveries/delivery-queue.ts';
import { newId, newStateId } from '../ids/ids.ts';
import { createSecretOf, type SignatureKind, signatureKindOf } from '../signatures/webhook-secret.ts';
import type { KeepsClientKeys } from './client-certificate.ts';
import { type Endpoint, isReadable } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import { type EndpointSettings, type RetryDefaults, requireAllowed } from './endpoint-settings.ts';
import type { EndpointsTable } from './endpoint-store.ts';
import { listEndpoints } from './list-endpoints.ts';
import { newPublicKeysId, putNewEndpoint } from './put-new-endpoint.ts';
import type { EndpointId } from './require-endpoint.ts';
import type { NewClientCertificate } from './tls-field.ts';
import { isUnfinished } from './unfinished.ts';
import { untilRead } from './until-read.ts';
import { whileAlone } from './while-alone.ts';

export const MAX_ENDPOINTS = 50;

export type CreateEndpointContext = EndpointsTable &
  ControlQueue &
  KeepsClientKeys & {
    readonly random: (size: number) => Uint8Array;
    readonly sleep: (ms: number) => Promise<unknown>;
    readonly retryDefaults: RetryDefaults;
  };

export type NewEndpoint = {
  readonly tenantId: string;
  /** Absent: one is made. */
  readonly endpointId?: string | undefined;
  readonly settings: EndpointSettings & { readonly targetUrl: URL };
  /** Of the tenant's own making; absent: one is made. */
  readonly secret?: string | undefined;
  /** What is made then. */
  readonly signature?: SignatureKind | undefined;
};

/**
 * Makes an enabled endpoint. Only here, and when it is rotated, is its secret told.
 *
 * @throws EndpointError, UnavailableError
 */
export async function createEndpoint(
  context: CreateEndpointContext,
  input: NewEndpoint,
): Promise<{ readonly endpoint: Endpoint; readonly secret: string }> {
  const { clock, random } = context;
  const { tenantId, settings } = input;
  requireAllowed(settings, settings, context.retryDefaults);
  const now = clock();
  const createdAt = toIso(now);
  const secret = input.secret ?? createSecretOf(input.signature ?? 'hmac', random);
  const { targetUrl, tls, ...others } = settings;
  const id = { tenantId, endpointId: input.endpointId ?? newId('ep', now, random) };
  const endpoint: Endpoint = {
    ...id,
    targetUrl: targetUrl.href,
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
    ...(tls === undefined ? {} : { tls: await stored(context, id, tls) }),
    secrets: [{ secret, createdAt }],
    ...(signatureKindOf(secret) === 'ed25519' ? { publicKeysId: newPublicKeysId(random) } : {}),
    status: 'ENABLED',
    revision: newStateId(),
    createdAt,
    updatedAt: createdAt,
  };
  await whileAlone(context, tenantId, async () => {
    const existing = await listEndpoints(context, tenantId);
    if (existing.filter(isReadable).some(isUnfinished))
      throw new EndpointError('tenant_unfinished', `The creation of tenant ${tenantId} stopped half way.`);
    if (existing.some(({ endpointId }) => endpointId === endpoint.endpointId)) throw exists(endpoint);
    if (existing.length >= MAX_ENDPOINTS) {
      throw new EndpointError(
        'too_many_endpoints',
        `Tenant ${tenantId} has ${existing.length} endpoints; ${MAX_ENDPOINTS} are allowed. Delete one first.`,
      );
    }
    if (!(await putNewEndpoint(context, endpoint))) throw exists(endpoint);
  });
  // It must not miss the next event.
  await untilRead(context, tenantId);
  return { endpoint, secret };
}

/** Few endpoints have one: the code for it is loaded for them. */
async function stored(context: CreateEndpointContext, id: EndpointId, tls: NewClientCertificate) {
  const { storeClientCertificate } = await import('./store-client-certificate.ts');
  return storeClientCertificate(context, id, tls, undefined);
}

const exists = ({ endpointId }: Endpoint) =>
  new EndpointError(
    'endpoint_exists',
    `There is an endpoint ${endpointId} already. Change that one, or choose another id.`,
  );
