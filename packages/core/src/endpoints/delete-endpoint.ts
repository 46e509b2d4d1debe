import { CONTROL_MESSAGE } from '../deliveries/control-message-name.ts';
import { type ControlQueue, sendControl } from '../deliveries/delivery-queue.ts';
import { NotFoundError, UnavailableError } from '../errors.ts';
import { newStateId } from '../ids/ids.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { KeepsClientKeys } from './client-certificate.ts';
import { isReadable, type StoredEndpoint } from './endpoint.ts';
import { requireMatch } from './endpoint-etag.ts';
import { type EndpointsTable, readEndpoint } from './endpoint-store.ts';
import type { EndpointId } from './require-endpoint.ts';
import { unchangedSettings } from './write-settings.ts';

const TRIES = 5;
/** The held ones are ended once it is gone. */
const AFTER_MS = 2_000;

/**
 * Deletes an endpoint. Deliveries to it end as they become due, with the reason `endpoint_deleted`, and so do those
 * that are held: the message that sees to it is sent first, so that a crash in between leaves none of them behind.
 *
 * @throws NotFoundError, EndpointError, UnavailableError
 */
export async function deleteEndpoint(
  context: EndpointsTable & ControlQueue & KeepsClientKeys,
  { tenantId, endpointId, ifMatch }: EndpointId & { readonly ifMatch?: string | undefined },
): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const endpoint = await readEndpoint(context, tenantId, endpointId);
    if (endpoint === undefined) throw new NotFoundError('endpoint', endpointId);
    if (isReadable(endpoint)) requireMatch(endpoint, ifMatch);
    await sendControl(context, {
      schema: CONTROL_MESSAGE,
      kind: 'end_held',
      tenantId,
      endpointId,
      id: newStateId(),
      notBefore: context.clock() + AFTER_MS,
    });
    if (endpoint.tls !== undefined) {
      const { dropUnused } = await import('./store-client-certificate.ts');
      await dropUnused(context, endpoint, [endpoint.tls.version]);
    }
    if (await deleteUnchanged(context, endpoint)) return;
  }
  throw new UnavailableError(`Endpoint ${endpointId} is being changed by others. Try again.`);
}

/** @returns false when somebody else has changed it since it was read */
function deleteUnchanged(
  { documents, endpointsTable }: EndpointsTable,
  endpoint: StoredEndpoint,
): Promise<boolean> {
  const { tenantId, endpointId } = endpoint;
  const unchanged = isReadable(endpoint) ? unchangedSettings(endpoint) : undefined;
  return ifConditionHolds(
    documents.delete({
      TableName: endpointsTable,
      Key: { tenantId, endpointId },
      ...(unchanged === undefined
        ? {}
        : {
            // Gone: by an earlier try of the SDK's, or by somebody else.
            ConditionExpression: `attribute_not_exists(tenantId) OR ${unchanged.condition}`,
            ExpressionAttributeNames: unchanged.names,
            ExpressionAttributeValues: unchanged.values,
          }),
    }),
  );
}
