import type * as z from 'zod';
import type { KeepsClientKeys } from './client-certificate.ts';
import { type Endpoint, isSameTarget } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import { headersSchema, metadataSchema } from './endpoint-fields.ts';
import { type EndpointSettings, type RetryDefaults, requireAllowed } from './endpoint-settings.ts';
import { type EndpointId, requireEndpoint } from './require-endpoint.ts';
import { type StartDrainContext, startDrain } from './start-drain.ts';
import { changeSettings } from './write-settings.ts';

export type UpdateEndpointContext = StartDrainContext &
  KeepsClientKeys & { readonly retryDefaults: RetryDefaults };

/** Pairs to set, and those to take away. */
export type PairChanges = Readonly<Record<string, string | null>>;

export type UpdateEndpointInput = EndpointId & {
  readonly ifMatch?: string | undefined;
  readonly settings: Omit<EndpointSettings, 'headers' | 'metadata'>;
  /** Merged with what is there; null: all of it goes. */
  readonly headers?: PairChanges | null | undefined;
  readonly metadata?: PairChanges | null | undefined;
};

/**
 * Changes what is given, and leaves the rest. With another target, or known to it by something else, requests are made
 * again at once, and what is held because they failed is sent on.
 *
 * @throws NotFoundError, EndpointError, UnavailableError
 */
export async function updateEndpoint(
  context: UpdateEndpointContext,
  input: UpdateEndpointInput,
): Promise<Endpoint> {
  const { targetUrl, tls: _, ...others } = input.settings;
  const tls = await changedCertificate(context, input);
  const { before, after } = await changeSettings(context, input, (endpoint) => {
    const merged = {
      ...mergedPairs('headers', headersSchema, endpoint.headers, input.headers),
      ...mergedPairs('metadata', metadataSchema, endpoint.metadata, input.metadata),
    };
    const { retrySchedule, maxAttempts } = endpoint;
    requireAllowed(others, { retrySchedule, maxAttempts, ...others }, context.retryDefaults);
    return {
      ...others,
      ...tls,
      ...merged,
      ...(targetUrl === undefined ? {} : { targetUrl: targetUrl.href }),
    };
  });
  if (isSameTarget(after, before) || after.breaker === undefined || after.status !== 'ENABLED') return after;
  // When somebody else is faster, or this does not happen, the breaker's probe finds the new target.
  const isStarted = await startDrain(context, after, { breaker: undefined }, { reason: 'target_changed' });
  return isStarted ? { ...after, breaker: undefined } : after;
}

/** A secret that is made for a change which then is refused is dropped like any that no item names. */
async function changedCertificate(
  context: UpdateEndpointContext,
  { settings, ...id }: UpdateEndpointInput,
): Promise<Partial<Pick<Endpoint, 'tls'>>> {
  if (!('tls' in settings)) return {};
  const { dropUnused, storeClientCertificate } = await import('./store-client-certificate.ts');
  const before = await requireEndpoint(context, id);
  if (settings.tls !== undefined)
    return { tls: await storeClientCertificate(context, id, settings.tls, before.tls) };
  if (before.tls !== undefined) await dropUnused(context, id, [before.tls.version]);
  return { tls: undefined };
}

type Pairs = Readonly<Record<string, string>>;

/** @throws EndpointError when there are more of them than are allowed */
function mergedPairs(
  name: 'headers' | 'metadata',
  schema: z.ZodType<Pairs>,
  pairs: Pairs | undefined,
  changes: PairChanges | null | undefined,
): Partial<Pick<Endpoint, 'headers' | 'metadata'>> {
  if (changes === undefined) return {};
  const kept = Object.entries({ ...(changes === null ? {} : pairs), ...changes }).filter(
    (pair): pair is [string, string] => pair[1] !== null,
  );
  const parsed = schema.safeParse(Object.fromEntries(kept));
  if (parsed.success) return { [name]: kept.length === 0 ? undefined : parsed.data };
  const problems = parsed.error.issues.map(({ message }) => message).join('; ');
  throw new EndpointError('settings_invalid', `With this change, ${name} of the endpoint: ${problems}.`);
}
