import type { CallbackRoute } from './callback-request.ts';

/** The paths that providers call, and what each is. */
export const callbackPaths: Readonly<Record<string, CallbackRoute>> = {
  '/whatsapp': 'whatsapp',
  '/sms': 'sms',
  '/email': 'email',
  '/email/{segment}': 'email',
  '/webhooks/twilio': 'twilio-status',
  '/webhooks/resend': 'resend-events',
};

/** What API Gateway lets through to this function, without an authorizer: the signature is the authentication. */
export const routes = [
  ...Object.keys(callbackPaths).map((path) => ({ method: 'POST', path })),
  { method: 'GET', path: '/webhooks/health' },
] as const;
