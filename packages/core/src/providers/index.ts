export {
  type CallbackRoute,
  callbackRouteSchema,
  type Provider,
  providerSchema,
  type RouteOf,
} from './callback-routes.ts';
export {
  accountIdSchema,
  accountsOf,
  DEFAULT_ACCOUNT,
  type ProvenAccount,
  provenAccount,
  provenAccountSchema,
  speaksAbout,
  speaksFor,
} from './proven-account.ts';
export type { CallbackDescription, CallbackUrl, ProviderDescription } from './provider-description.ts';
export {
  malformedFields,
  type ProviderSecrets,
  type ProviderSecretsParts,
  parseProviderSecrets,
  providerSecretsSchema,
} from './provider-secrets.ts';
export {
  CALLBACKS,
  type Callback,
  PROVIDER_LABELS,
  PROVIDERS,
  type ReportingProvider,
  reportingProviders,
} from './providers.ts';
export { RESEND_MAIL_EVENTS } from './resend.ts';
export type { SecretKind } from './secret-kind.ts';
export { ACCOUNT_SID } from './twilio.ts';
