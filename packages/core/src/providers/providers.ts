import * as z from 'zod';
import { enumerate, namesOf } from '../names-of.ts';
import type { CallbackDescription, ProviderDescription } from './provider-description.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { twilio } from './twilio.ts';

/** All providers: whose callbacks we take, and who reports on what was sent through it. */
export const PROVIDERS = {
  twilio,
  resend,
  sendgrid,
} as const satisfies Readonly<Record<string, ProviderDescription>>;

/** `Twilio, Resend and SendGrid` */
export const PROVIDER_LABELS = enumerate(
  Object.values(PROVIDERS).map(({ label }) => label),
  'and',
);

type Providers = typeof PROVIDERS;
export type Provider = keyof Providers;
export const providerSchema = z.enum(namesOf(PROVIDERS));

/** Those that report on messages of ours. */
export type ReportingProvider = {
  [P in Provider]: Providers[P]['reportsOn'] extends readonly [] ? never : P;
}[Provider];
export const reportingProviders = namesOf(PROVIDERS).filter(
  (provider): provider is ReportingProvider => PROVIDERS[provider].reportsOn.length > 0,
);

/** The routes of one provider, by which logs, spool and quarantine name its callbacks. */
export type RouteOf<P extends Provider> = keyof Providers[P]['callbacks'] & string;
export type CallbackRoute = { [P in Provider]: RouteOf<P> }[Provider];

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

export const callbackRouteSchema = z.enum(namesOf(CALLBACKS));
