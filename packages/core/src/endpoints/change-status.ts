import { UnavailableError } from '../errors.ts';
import type { WriteCondition } from './change-state.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import { requireMatch } from './endpoint-etag.ts';
import { type EndpointId, requireEndpoint } from './require-endpoint.ts';
import { enableEndpoint, holdEndpoint } from './set-status.ts';
import type { StartDrainContext } from './start-drain.ts';
import { unchangedSettings } from './write-settings.ts';

/** Four ways to put an endpoint out of service and back; each may be repeated. */
export const STATUS_ACTIONS = ['pause', 'resume', 'enable', 'disable'] as const;
export type StatusAction = (typeof STATUS_ACTIONS)[number];

const TRIES = 5;
const BY_HAND = 'It was disabled by hand.';

/**
 * With `ifMatch`, only upon the endpoint that it names: not upon one that is changed at the same moment either.
 *
 * @returns the endpoint as it is then
 * @throws NotFoundError; EndpointError where it is disabled and was to be paused or resumed; UnavailableError
 */
export async function changeStatus(
  context: StartDrainContext,
  id: EndpointId & { readonly ifMatch?: string | undefined },
  action: StatusAction,
): Promise<Endpoint> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const endpoint = await requireEndpoint(context, id);
    requireMatch(endpoint, id.ifMatch);
    const onlyIf = id.ifMatch === undefined ? undefined : unchangedSettings(endpoint);
    if (await act(context, endpoint, action, onlyIf)) return requireEndpoint(context, id);
  }
  throw new UnavailableError(`Endpoint ${id.endpointId} is being changed by others. Try again.`);
}

/** @returns false when somebody else changed it at the same moment */
async function act(
  context: StartDrainContext,
  endpoint: Endpoint,
  action: StatusAction,
  onlyIf: WriteCondition | undefined,
): Promise<boolean> {
  const { status } = endpoint;
  switch (action) {
    case 'pause':
      requireNotDisabled(endpoint);
      return status === 'PAUSED' || holdEndpoint(context, endpoint, 'PAUSED', undefined, { onlyIf });
    case 'resume':
      requireNotDisabled(endpoint);
      return status === 'ENABLED' || enableEndpoint(context, endpoint, onlyIf);
    case 'enable':
      return enableEndpoint(context, endpoint, onlyIf);
    case 'disable':
      return status === 'DISABLED' || holdEndpoint(context, endpoint, 'DISABLED', BY_HAND, { onlyIf });
  }
}

function requireNotDisabled({ status, endpointId, statusReason }: Endpoint): void {
  if (status !== 'DISABLED') return;
  throw new EndpointError(
    'endpoint_disabled',
    `Endpoint ${endpointId} is disabled${statusReason === undefined ? '.' : `: ${statusReason}`} Enable it first: that also sends on what is held.`,
  );
}
