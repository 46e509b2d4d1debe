import type * as z from 'zod';
import type { settingList } from './setting-list.ts';

type Settings = z.infer<typeof settingList>;

type ProductionRule = {
  readonly name: keyof Settings;
  readonly holds: (settings: Settings) => boolean;
  readonly message: string;
};

/** What stage prod refuses, whatever else is set. */
export const PRODUCTION_RULES: readonly ProductionRule[] = [
  {
    name: 'ALLOW_LOOPBACK_TARGETS',
    holds: ({ ALLOW_LOOPBACK_TARGETS }) => !ALLOW_LOOPBACK_TARGETS,
    message: 'must be false in stage prod: it would let tenants reach the Lambda runtime API',
  },
  {
    name: 'VERIFY_WEBHOOK_SIGNATURES',
    holds: ({ VERIFY_WEBHOOK_SIGNATURES }) => VERIFY_WEBHOOK_SIGNATURES,
    message: 'must be true in stage prod: anybody could make up messages and delivery reports',
  },
  {
    name: 'TWILIO_API_BASE_URL',
    holds: ({ TWILIO_API_BASE_URL }) => TWILIO_API_BASE_URL.startsWith('https:'),
    message: 'must be an https URL in stage prod: requests carry the auth token',
  },
  {
    name: 'RESEND_API_BASE_URL',
    holds: ({ RESEND_API_BASE_URL }) => RESEND_API_BASE_URL.startsWith('https:'),
    message: 'must be an https URL in stage prod: requests carry the API key',
  },
  {
    name: 'CORS_ORIGINS',
    holds: ({ CORS_ORIGINS }) => CORS_ORIGINS.every((origin) => origin.startsWith('https:')),
    message:
      'must be https origins in stage prod, or empty: * would let any page use a key that it was given',
  },
];
