import type { Provider } from '@switchyard/core/inbound';
import type { CallbackRequest, CallbackRoute } from './callback-request.ts';

export type ProviderNames = Readonly<Record<CallbackRoute, { readonly provider: Provider }>>;

/** What every log line about a callback names. */
export const callbackFields = (
  { requestId, route }: Pick<CallbackRequest, 'requestId' | 'route'>,
  providers: ProviderNames,
) => ({ requestId, route, provider: providers[route].provider });
