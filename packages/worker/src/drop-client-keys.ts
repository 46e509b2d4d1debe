import type { ControlMessage } from '@switchyard/core/deliveries';
import type { StoredEndpoint } from '@switchyard/core/endpoints';
import { secretNameOf } from '@switchyard/core/endpoints/client-certificate';

/** @property deleteClientKey does nothing where the deployment has none */
export type DropClientKeysContext = { readonly deleteClientKey: (name: string) => Promise<void> };

/**
 * Deletes those of the secrets that the endpoint's item does not name: of a certificate that was replaced or taken
 * away, or whose setting was refused or came to nothing. No later write names them, since each names one of its own.
 */
export async function dropClientKeys(
  { deleteClientKey }: DropClientKeysContext,
  endpoint: StoredEndpoint | undefined,
  { versions, ...id }: Extract<ControlMessage, { kind: 'drop_client_keys' }>,
): Promise<void> {
  for (const version of versions)
    if (version !== endpoint?.tls?.version) await deleteClientKey(secretNameOf(id, version));
}
