import type { Clock } from '@switchyard/core/clock';
import type { ClientCertificate, ClientIdentity, ClientKeys, Endpoint } from '@switchyard/core/endpoints';
import { clientIdentitySchema, secretNameOf } from '@switchyard/core/endpoints/client-certificate';
import { SECRET_CACHE_MS } from '@switchyard/core/secret-cache';

const MAX_ENTRIES = 1_000;

export type ClientIdentityAnswer =
  | { readonly kind: 'identity'; readonly identity: ClientIdentity }
  /** @property detail a code that says what went wrong */
  | { readonly kind: 'failed'; readonly detail: string };

export type ClientIdentities = (
  endpoint: Pick<Endpoint, 'tenantId' | 'endpointId'>,
  certificate: ClientCertificate,
) => Promise<ClientIdentityAnswer>;

type Entry = {
  readonly version: string;
  readonly readAt: number;
  readonly answer: Promise<ClientIdentityAnswer>;
};

/**
 * Keeps each endpoint's certificate with its key in memory for five minutes, or until its item names another. A failure
 * is not kept, and while Secrets Manager does not answer what was read before is good for longer.
 *
 * @param keys absent: the deployment takes none, or no more
 */
export function createClientIdentities(keys: ClientKeys | undefined, clock: Clock): ClientIdentities {
  const entries = new Map<string, Entry>();

  return (endpoint, { version, expiresAt }) => {
    if (Date.parse(expiresAt) <= clock()) return failed('CLIENT_CERTIFICATE_EXPIRED');
    if (keys === undefined) return failed('CLIENT_CERTIFICATES_OFF');
    const id = `${endpoint.tenantId}#${endpoint.endpointId}`;
    const known = entries.get(id);
    const before = known?.version === version ? known : undefined;
    if (before !== undefined && clock() - before.readAt < SECRET_CACHE_MS) return before.answer;
    const answer = read(keys, secretNameOf(endpoint, version)).catch(
      () => before?.answer ?? failed('CLIENT_KEY_UNAVAILABLE'),
    );
    const entry: Entry = { version, readAt: clock(), answer };
    if (entries.size >= MAX_ENTRIES) entries.clear();
    entries.set(id, entry);
    const keepOnlyGood = ({ kind }: ClientIdentityAnswer) => {
      if (kind === 'failed' && entries.get(id) === entry) entries.delete(id);
    };
    answer.then(keepOnlyGood, () => undefined);
    return answer;
  };
}

const failed = async (detail: string): Promise<ClientIdentityAnswer> => ({ kind: 'failed', detail });

/** @throws what the call fails with */
async function read(keys: ClientKeys, name: string): Promise<ClientIdentityAnswer> {
  const text = await keys.read(name);
  if (text === undefined) return failed('CLIENT_KEY_MISSING');
  const identity = clientIdentitySchema.safeParse(parseJson(text)).data;
  return identity === undefined ? failed('CLIENT_KEY_MALFORMED') : { kind: 'identity', identity };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
