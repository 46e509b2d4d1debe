import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '@switchyard/core/config';
import { configSchema } from './config.ts';

const environment = {
  EVENTS_TABLE: 'Events',
  TENANT_WEBHOOK_CONFIG_TABLE: 'TenantWebhookConfig',
  DELIVERY_QUEUE_URL: 'https://sqs.example/1/delivery',
  DELIVERY_DLQ_URL: 'https://sqs.example/1/delivery-dlq',
  SLOW_QUEUE_URL: 'https://sqs.example/1/slow',
  CONTROL_QUEUE_URL: 'https://sqs.example/1/control',
  ENDPOINT_EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:1:endpoint-events',
  METRICS_NAMESPACE: 'Switchyard/test',
};
const parse = (changes: Record<string, string | undefined> = {}) =>
  parseConfig(configSchema, { ...environment, ...changes });

describe('the worker’s environment', () => {
  it('has five attempts of 30 s, after 1, 2, 4, 8 and 16 minutes, unless it says otherwise', () => {
    expect(parse()).toMatchObject({
      RETRY_SCHEDULE: '1m,2m,4m,8m,16m',
      MAX_ATTEMPTS: 5,
      DELIVERY_TIMEOUT_MS: 30_000,
      ALLOW_LOOPBACK_TARGETS: false,
      LOG_LEVEL: 'info',
    });
  });

  it('sets another schedule and another number of attempts', () => {
    expect(parse({ RETRY_SCHEDULE: '1s,2s', MAX_ATTEMPTS: '3' })).toMatchObject({
      RETRY_SCHEDULE: '1s,2s',
      MAX_ATTEMPTS: 3,
    });
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('allows loopback targets: %s', (text, allowed) => {
    expect(parse({ ALLOW_LOOPBACK_TARGETS: text })).toHaveProperty('ALLOW_LOOPBACK_TARGETS', allowed);
  });

  it.each([
    ['RETRY_SCHEDULE', 'soon', '"soon" is not a duration'],
    ['MAX_ATTEMPTS', '0', 'from 1 to 50'],
    ['MAX_ATTEMPTS', '51', 'from 1 to 50'],
    ['MAX_ATTEMPTS', '2.5', 'whole number'],
    ['DELIVERY_TIMEOUT_MS', '50001', 'from 100 to 50000'],
    ['DELIVERY_TIMEOUT_MS', '99', 'from 100 to 50000'],
    ['ALLOW_LOOPBACK_TARGETS', 'yes', '"true"|"false"'],
    ['DELIVERY_QUEUE_URL', 'delivery', 'URL'],
    ['EVENTS_TABLE', '', '>=1'],
    ['LOG_LEVEL', 'loud', '"silent"'],
  ])('is refused with %s=%s, and says what is allowed', (name, value, allowed) => {
    const attempt = () => parse({ [name]: value });
    expect(attempt).toThrow(`${name} is ${JSON.stringify(value)}: `);
    expect(attempt).toThrow(allowed);
  });

  it.each(Object.keys(environment))('is refused without %s', (name) => {
    expect(() => parse({ [name]: undefined })).toThrow(`${name} is not set`);
  });
});
