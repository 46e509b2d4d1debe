import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '@switchyard/core/config';
import { configSchema } from './config.ts';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/1/queue';
/** What the stack must say; the settings may be left out. */
const NEEDED = {
  EVENTS_TABLE: 'events',
  TENANT_WEBHOOK_CONFIG_TABLE: 'config',
  DELIVERY_QUEUE_URL: QUEUE,
  WHATSAPP_REPLIES_QUEUE_URL: QUEUE,
  WHATSAPP_HANDOFF_QUEUE_URL: QUEUE,
  SMS_REPLIES_QUEUE_URL: QUEUE,
  SMS_HANDOFF_QUEUE_URL: QUEUE,
  EMAIL_REPLIES_QUEUE_URL: QUEUE,
  EMAIL_HANDOFF_QUEUE_URL: QUEUE,
  CALLBACK_SPOOL_QUEUE_URL: QUEUE,
  PROVIDER_SECRETS_ARN: 'arn:aws:secretsmanager:eu-west-1:1:secret:x',
  CALLBACK_BASE_URL: 'https://hooks.example.com',
  CORS_ORIGINS: '',
  METRICS_NAMESPACE: 'Switchyard/test',
};
const parse = (changes: Record<string, string | undefined> = {}) =>
  parseConfig(configSchema, { ...NEEDED, ...changes });

describe('the configuration', () => {
  it('reads flags and numbers', () => {
    expect(parse({ TIMESTAMP_MATCHING_WINDOW: '60', LEGACY_RESEND_SIGNATURE: 'true' })).toMatchObject({
      VERIFY_WEBHOOK_SIGNATURES: true,
      LEGACY_RESEND_SIGNATURE: true,
      TIMESTAMP_MATCHING_WINDOW: 60,
      REPLIES_DELAY_SECONDS: 30,
    });
  });

  it('verifies signatures unless it is told not to', () => {
    expect(parse()).toHaveProperty('VERIFY_WEBHOOK_SIGNATURES', true);
    expect(parse({ VERIFY_WEBHOOK_SIGNATURES: 'false' })).toHaveProperty('VERIFY_WEBHOOK_SIGNATURES', false);
  });

  it.each(Object.keys(NEEDED))('needs %s', (name) => {
    expect(() => parse({ [name]: undefined })).toThrow(name);
  });

  it.each([
    ['VERIFY_WEBHOOK_SIGNATURES', 'no'],
    ['VERIFY_WEBHOOK_SIGNATURES', ''],
    ['MESSAGE_ID_MAPPING_STRATEGY', 'guess'],
    ['TIMESTAMP_MATCHING_WINDOW', '0'],
    ['REPLIES_DELAY_SECONDS', '901'],
    ['REPLIES_DELAY_SECONDS', '1.5'],
    ['CALLBACK_BASE_URL', 'hooks.example.com'],
    ['FALLBACK_MESSAGE', 'x'.repeat(1_601)],
  ])('refuses %s=%s', (name, value) => {
    expect(() => parse({ [name]: value })).toThrow(name);
  });
});
