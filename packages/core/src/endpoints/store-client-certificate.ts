import { randomUUID } from 'node:crypto';
import { CONTROL_MESSAGE } from '../deliveries/control-message-name.ts';
import { type ControlQueue, sendControl } from '../deliveries/delivery-queue.ts';
import { newStateId } from '../ids/ids.ts';
import { type ClientIdentity, type KeepsClientKeys, secretNameOf } from './client-certificate.ts';
import { EndpointError } from './endpoint-error.ts';
import type { ClientCertificate } from './endpoint-options.ts';
import type { EndpointId } from './require-endpoint.ts';
import type { NewClientCertificate } from './tls-field.ts';

/**
 * Longer than it takes to make a change, and than a worker goes by what it remembers of an endpoint: until then the
 * certificate before can be read.
 */
const UNUSED_AFTER_MS = 120_000;

/**
 * Makes the secret of a certificate, which the endpoint's item then has to name. The message that sees to those that
 * no item names is sent first, so that a crash in between leaves none of them behind.
 *
 * @throws EndpointError where the deployment takes none
 */
export async function storeClientCertificate(
  context: KeepsClientKeys & ControlQueue,
  id: EndpointId,
  { certificate, privateKey, ...known }: NewClientCertificate,
  before: ClientCertificate | undefined,
): Promise<ClientCertificate> {
  const { clientKeys } = context;
  if (clientKeys === undefined)
    throw new EndpointError(
      'settings_invalid',
      'tls: this deployment takes no client certificates; its operator can switch them on with CLIENT_CERTIFICATES.',
    );
  const version = randomUUID();
  await dropUnused(context, id, [version, ...(before === undefined ? [] : [before.version])]);
  const identity: ClientIdentity = { certificate, privateKey };
  await clientKeys.create({
    name: secretNameOf(id, version),
    version,
    text: JSON.stringify(identity),
    description: `Client certificate of endpoint ${id.endpointId} of tenant ${id.tenantId}, with its key`,
  });
  return { version, ...known };
}

/** Has those deleted, in a while, that the endpoint's item does not name by then. */
export async function dropUnused(
  context: KeepsClientKeys & ControlQueue,
  { tenantId, endpointId }: EndpointId,
  versions: readonly string[],
): Promise<void> {
  if (context.clientKeys === undefined || versions.length === 0) return;
  await sendControl(context, {
    schema: CONTROL_MESSAGE,
    kind: 'drop_client_keys',
    tenantId,
    endpointId,
    id: newStateId(),
    versions: [...versions],
    notBefore: context.clock() + UNUSED_AFTER_MS,
  });
}
