import { toIso } from '../clock.ts';
import { createSecretOf, type SignatureKind, signatureKindOf } from '../signatures/webhook-secret.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import type { EndpointsTable } from './endpoint-store.ts';
import { newestSecret, newPublicKeysId } from './put-new-endpoint.ts';
import type { EndpointId } from './require-endpoint.ts';
import { changeSettings } from './write-settings.ts';

/** Each adds two signatures to a delivery's headers. */
const MAX_SECRETS = 10;

export const MAX_OVERLAP_SECONDS = 7 * 86_400;
export const DEFAULT_OVERLAP_SECONDS = 86_400;

export type RotateSecretInput = EndpointId & {
  readonly ifMatch?: string | undefined;
  /** Of the tenant's own making; absent: one is made. */
  readonly secret?: string | undefined;
  /** What is made then; absent: of the newest one's kind. */
  readonly signature?: SignatureKind | undefined;
  /** How long the others go on signing, too; 0: not at all. */
  readonly overlapSeconds: number;
};

export type RotatedSecret = { readonly endpoint: Endpoint; readonly secret: string };

/**
 * Makes a secret the newest. The others sign on for the overlap, and never longer than they were to. With the newest
 * one itself nothing is made: that ends an overlap early, or repeats what was done.
 *
 * @throws NotFoundError, EndpointError, UnavailableError
 */
export async function rotateSecret(
  context: EndpointsTable & { readonly random: (size: number) => Uint8Array },
  input: RotateSecretInput,
): Promise<RotatedSecret> {
  const { random } = context;
  const { after } = await changeSettings(context, input, ({ secrets, publicKeysId }) => {
    const kind = input.signature ?? signatureKindOf(newestSecret({ secrets }));
    const secret = input.secret ?? createSecretOf(kind, random);
    const now = context.clock();
    const known = secrets.find((each) => each.secret === secret);
    const end = now + input.overlapSeconds * 1_000;
    const others = secrets
      .filter((each) => each.secret !== secret)
      .map((each) => ({ ...each, endsAt: Math.min(end, endOf(each)) }))
      .filter(({ endsAt }) => endsAt > now)
      .map(({ endsAt, ...each }) => ({ ...each, expiresAt: toIso(endsAt) }));
    if (others.length >= MAX_SECRETS) {
      throw new EndpointError(
        'too_many_secrets',
        `Endpoint ${input.endpointId} has ${others.length} secrets that still sign; ${MAX_SECRETS} are allowed with the new one. Rotate with a shorter overlap.`,
      );
    }
    const page =
      publicKeysId === undefined && signatureKindOf(secret) === 'ed25519'
        ? { publicKeysId: newPublicKeysId(random) }
        : {};
    return { ...page, secrets: [{ secret, createdAt: known?.createdAt ?? toIso(now) }, ...others] };
  });
  return { endpoint: after, secret: newestSecret(after) };
}

const endOf = ({ expiresAt }: Endpoint['secrets'][number]): number =>
  expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
