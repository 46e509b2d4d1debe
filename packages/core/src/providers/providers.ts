import { enumerate, namesOf } from '../names-of.ts';
import type { CallbackRoute, Provider, RouteOf } from './callback-routes.ts';
import type { CallbackDescription, ProviderDescription } from './provider-description.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { twilio } from './twilio.ts';

/** What everybody may know of each provider. */
export const PROVIDERS = {
  twilio,
  resend,
  sendgrid,
} as const satisfies { readonly [P in Provider]: ProviderDescription<RouteOf<P>> };

/** `Twilio, Resend and SendGrid` */
export const PROVIDER_LABELS = enumerate(
  Object.values(PROVIDERS).map(({ label }) => label),
  'and',
);

type Providers = typeof PROVIDERS;

/** Those that report on messages of ours. */
export type ReportingProvider = {
  [P in Provider]: Providers[P]['reportsOn'] extends readonly [] ? never : P;
}[Provider];
export const reportingProviders = namesOf(PROVIDERS).filter(
  (provider): provider is ReportingProvider => PROVIDERS[provider].reportsOn.length > 0,
);

export type Callback = CallbackDescription & { readonly provider: Provider };

/** Every callback of every provider, by route: first what brings messages, as their URLs stand in the API. */
export const CALLBACKS = Object.fromEntries(
  (['message', 'status'] as const).flatMap((brings) =>
    namesOf(PROVIDERS).flatMap((provider) =>
      Object.entries<CallbackDescription>(PROVIDERS[provider].callbacks)
        .filter(([, callback]) => callback.brings === brings)
        .map(([route, callback]) => [route, { ...callback, provider }]),
    ),
  ),
) as Readonly<Record<CallbackRoute, Callback>>;
