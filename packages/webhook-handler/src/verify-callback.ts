import type { CallbackRoute } from '@switchyard/core/providers';
import { SignatureError } from '@switchyard/core/signatures';
import type { CallbackRequest } from './callback-request.ts';
import type { ProviderSecretsCache } from './provider-secrets.ts';
import { callbackCode } from './providers/index.ts';
import { letThroughUnproven, proveGenuine, type VerifiedRequest } from './verified-request.ts';

export type VerifyCallbackContext = {
  readonly providerSecrets: ProviderSecretsCache;
  /** False lets everything through: for development only. */
  readonly verifySignatures: boolean;
  /** Where `sha256=<hex HMAC-SHA256 of the body>` is accepted as well. */
  readonly legacySignatureRoutes: readonly CallbackRoute[];
};

/**
 * Proves that a callback is genuine. After a failure the secrets are read once more: they may have been rotated.
 *
 * @throws SignatureError when it is not
 * @throws what reading the secrets threw: then nothing is known about the request
 */
export async function verifyCallback(
  context: VerifyCallbackContext,
  request: CallbackRequest,
): Promise<VerifiedRequest> {
  if (!context.verifySignatures) return letThroughUnproven(request);
  const { providerSecrets, legacySignatureRoutes } = context;
  const { verify } = callbackCode(request.route);
  const current = await providerSecrets.get();
  try {
    return proveGenuine(request, () => verify(request, { secrets: current, legacySignatureRoutes }));
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    const renewed = await providerSecrets.refetch();
    if (renewed === undefined || renewed === current) throw error;
    return proveGenuine(request, () => verify(request, { secrets: renewed, legacySignatureRoutes }));
  }
}
