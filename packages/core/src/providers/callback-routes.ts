import * as z from 'zod';
import { namesOf } from '../names-of.ts';

/**
 * All providers: whose callbacks we take, and who reports on what was sent through it. Of each the routes of its
 * callbacks, by which logs, spool and quarantine name them.
 *
 * Apart from `PROVIDERS`, which has the rest, for whoever needs but the names: that are most, at each cold start.
 */
export const CALLBACK_ROUTES = {
  twilio: ['whatsapp', 'sms', 'twilio-status'],
  resend: ['resend-events'],
  sendgrid: ['email', 'sendgrid-events'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Provider = keyof typeof CALLBACK_ROUTES;
export const providerSchema = z.enum(namesOf(CALLBACK_ROUTES));

export type RouteOf<P extends Provider> = (typeof CALLBACK_ROUTES)[P][number];
export type CallbackRoute = RouteOf<Provider>;
export const callbackRouteSchema = z.enum(Object.values(CALLBACK_ROUTES).flat());
