import type { ProviderSecrets } from '@switchyard/core/inbound';
import { SignatureError } from '@switchyard/core/signatures';
import type { CallbackRequest, CallbackRoute } from './callback-request.ts';
import type { ProviderSecretsCache } from './provider-secrets.ts';

export type Verifiers = Readonly<
  Record<CallbackRoute, { readonly verify: (request: CallbackRequest, secrets: ProviderSecrets) => void }>
>;

export type VerifyCallback = ReturnType<typeof createVerifyCallback>;

/**
 * Proves that a callback is genuine. After a failure the secrets are read once more: they may have been rotated.
 *
 * @returns undefined when it is genuine, else why not
 * @throws when the secrets cannot be read: then nothing is known about the request
 */
export function createVerifyCallback(deps: {
  readonly providers: Verifiers;
  readonly secrets: ProviderSecretsCache;
  /** False lets everything through: for development only. */
  readonly enabled: boolean;
}) {
  const { providers, secrets, enabled } = deps;

  return async (request: CallbackRequest): Promise<SignatureError | undefined> => {
    if (!enabled) return undefined;
    const current = await secrets.get();
    const failure = attempt(request, current);
    if (failure === undefined) return undefined;
    const renewed = await secrets.refetch();
    return renewed === undefined || renewed === current ? failure : attempt(request, renewed);
  };

  function attempt(request: CallbackRequest, current: ProviderSecrets): SignatureError | undefined {
    try {
      providers[request.route].verify(request, current);
      return undefined;
    } catch (error) {
      if (error instanceof SignatureError) return error;
      // A verifier that trips over what a stranger sent has not verified it.
      return new SignatureError('header_malformed', 'The signature could not be read.', { cause: error });
    }
  }
}
