import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parseSettings, SettingsError, settingsSchema } from './settings.ts';

function refusalOf(environment: Readonly<Record<string, string>>): string {
  try {
    parseSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted');
}

const settingOf = (name: string, environment: Readonly<Record<string, string>>): unknown =>
  Object.entries(parseSettings(environment)).find(([key]) => key === name)?.[1];

describe('the settings', () => {
  it('may all be left out, and are in .env.example as they are then', () => {
    const example = parseEnv(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8'));

    expect(Object.keys(example).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
    expect(parseSettings({ ...example })).toEqual(parseSettings({}));
  });

  it('have a description each', () => {
    const undescribed = Object.entries(settingsSchema.shape).filter(([, { description }]) => !description);

    expect(undescribed).toEqual([]);
  });

  it.each<[string, string]>([
    ['PREFIX', 'hooks-2'],
    ['STAGE', 'prod'],
    ['RETRY_SCHEDULE', '500ms,1s, 2m'],
    ['MAX_ATTEMPTS', '1'],
    ['MAX_ATTEMPTS', '50'],
    ['DELIVERY_TIMEOUT_MS', '100'],
    ['DELIVERY_TIMEOUT_MS', '50000'],
    ['WORKER_MAX_CONCURRENCY', '2'],
    ['WORKER_MAX_CONCURRENCY', '1000'],
    ['VERIFY_WEBHOOK_SIGNATURES', 'false'],
    ['LEGACY_TWILIO_STATUS_SIGNATURE', 'true'],
    ['LEGACY_RESEND_SIGNATURE', 'true'],
    ['MESSAGE_ID_MAPPING_STRATEGY', 'embedded'],
    ['MESSAGE_ID_MAPPING_STRATEGY', 'timestamp'],
    ['TIMESTAMP_MATCHING_WINDOW', '1'],
    ['TIMESTAMP_MATCHING_WINDOW', '86400'],
    ['REPLIES_DELAY_SECONDS', '0'],
    ['REPLIES_DELAY_SECONDS', '900'],
    ['FALLBACK_MESSAGE', 'Nobody reads {channel} here. Call us.'],
    ['FALLBACK_MESSAGE', 'ü'.repeat(512)],
    ['FALLBACK_FROM_EMAIL', 'hello@example.com'],
    ['FALLBACK_FROM_EMAIL', 'Example <hello@example.com>'],
    ['TWILIO_API_BASE_URL', 'http://127.0.0.1:4010'],
    ['RESEND_API_BASE_URL', 'https://proxy.example.com/resend'],
    ['LOG_LEVEL', 'silent'],
    ['LOG_RETENTION_DAYS', '365'],
    ['API_THROTTLE_RATE', '10000'],
    ['API_THROTTLE_BURST', '1'],
    ['CALLBACK_THROTTLE_BURST', '5000'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'http://localhost:5173,https://app.example.com'],
    ['ACCESS_LOG_FORMAT', 'json'],
    ['TWILIO_SOURCE_RANGES', '203.0.113.0/24,2001:db8::/32'],
    ['PROVISIONED_CONCURRENCY', '1000'],
    ['ALERT_EMAIL', 'oncall@example.com'],
    ['RUNBOOK_BASE_URL', 'https://git.example.com/switchyard/blob/main/docs/runbooks'],
  ])('may be %s=%s', (name, value) => {
    expect(String(settingOf(name, { [name]: value }))).toBe(value);
  });

  it('leave what is not theirs in the environment alone', () => {
    expect(parseSettings({ PATH: '/bin', AWS_REGION: 'eu-central-1' })).toEqual(parseSettings({}));
  });
});

const PREFIX_ALLOWED = 'must be 2 to 31 of a-z, 0-9 and "-", beginning with a letter';
const STAGE_ALLOWED = 'must be 2 to 16 of a-z and 0-9, beginning with a letter';
const ZONE_ID_ALLOWED = 'must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, or empty';
const ZONE_NAME_ALLOWED = 'must be a domain name in lower case such as example.com, or empty';
const DURATION_ALLOWED = 'write a whole number and ms, s, m, h or d, such as 30s or 2m';
const FLAG_ALLOWED = 'expected one of "true"|"false"';
const URL_ALLOWED = 'must be an http or https URL without credentials, query and trailing slash';
const ADDRESS_ALLOWED =
  'must be an address such as hello@example.com or Example <hello@example.com>, or empty';
const DAYS_ALLOWED = 'must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365';

const ORIGINS_ALLOWED = 'must be origins such as https://app.example.com with commas between, or *, or empty';
const RANGES_ALLOWED = 'must be address ranges such as 203.0.113.0/24 with commas between, or empty';

describe('a refused setting is named with its value and what is allowed:', () => {
  it.each([
    ['PREFIX', '', PREFIX_ALLOWED],
    ['PREFIX', 'Switchyard', PREFIX_ALLOWED],
    ['PREFIX', '2hooks', PREFIX_ALLOWED],
    ['PREFIX', 'a'.repeat(32), PREFIX_ALLOWED],
    ['STAGE', 'my-stage', STAGE_ALLOWED],
    ['STAGE', 'Prod', STAGE_ALLOWED],
    ['STAGE', 'production', 'must be prod for production'],
    ['STAGE', 'prd', 'must be prod for production'],
    ['STAGE', 'live', 'must be prod for production'],
    ['STAGE', 'a'.repeat(17), STAGE_ALLOWED],
    ['HOSTED_ZONE_ID', 'example.com', ZONE_ID_ALLOWED],
    ['HOSTED_ZONE_NAME', 'https://example.com', ZONE_NAME_ALLOWED],
    ['HOSTED_ZONE_NAME', 'Example.com', ZONE_NAME_ALLOWED],
    ['HOSTED_ZONE_NAME', 'localhost', ZONE_NAME_ALLOWED],
    ['RETRY_SCHEDULE', '', DURATION_ALLOWED],
    ['RETRY_SCHEDULE', '1m,soon', DURATION_ALLOWED],
    ['RETRY_SCHEDULE', '1m,,2m', DURATION_ALLOWED],
    ['RETRY_SCHEDULE', Array(51).fill('1m').join(','), '50 at most'],
    ['MAX_ATTEMPTS', '0', 'must be a whole number from 1 to 50'],
    ['MAX_ATTEMPTS', '51', 'must be a whole number from 1 to 50'],
    ['MAX_ATTEMPTS', '', 'must be a whole number from 1 to 50'],
    ['DELIVERY_TIMEOUT_MS', '99', 'must be a whole number from 100 to 50000'],
    ['DELIVERY_TIMEOUT_MS', '50001', 'must be a whole number from 100 to 50000'],
    ['WORKER_MAX_CONCURRENCY', '1', 'must be a whole number from 2 to 1000'],
    ['WORKER_MAX_CONCURRENCY', '2.5', 'must be a whole number from 2 to 1000'],
    ['WORKER_MAX_CONCURRENCY', 'many', 'must be a whole number from 2 to 1000'],
    ['WORKER_MAX_CONCURRENCY', '0x10', 'must be a whole number from 2 to 1000'],
    ['ALLOW_LOOPBACK_TARGETS', 'yes', FLAG_ALLOWED],
    ['VERIFY_WEBHOOK_SIGNATURES', '0', FLAG_ALLOWED],
    ['VERIFY_WEBHOOK_SIGNATURES', '', FLAG_ALLOWED],
    ['LEGACY_TWILIO_STATUS_SIGNATURE', 'True', FLAG_ALLOWED],
    ['LEGACY_RESEND_SIGNATURE', '1', FLAG_ALLOWED],
    ['MESSAGE_ID_MAPPING_STRATEGY', 'guess', 'expected one of "database"|"embedded"|"timestamp"'],
    ['TIMESTAMP_MATCHING_WINDOW', '0', 'must be a whole number from 1 to 86400'],
    ['TIMESTAMP_MATCHING_WINDOW', '86401', 'must be a whole number from 1 to 86400'],
    ['REPLIES_DELAY_SECONDS', '901', 'must be a whole number from 0 to 900'],
    ['REPLIES_DELAY_SECONDS', '-1', 'must be a whole number from 0 to 900'],
    // Not taken for 0.
    ['REPLIES_DELAY_SECONDS', '', 'must be a whole number from 0 to 900'],
    ['REPLIES_DELAY_SECONDS', ' ', 'must be a whole number from 0 to 900'],
    // The environment of a function has 4 KB.
    ['FALLBACK_MESSAGE', 'x'.repeat(1025), 'must be at most 1024 bytes of UTF-8, or empty'],
    ['FALLBACK_MESSAGE', '€'.repeat(342), 'must be at most 1024 bytes of UTF-8, or empty'],
    ['FALLBACK_MESSAGE_SMS', 'x'.repeat(1025), 'must be at most 1024 bytes of UTF-8, or empty'],
    ['FALLBACK_DAILY_LIMIT', '-1', 'must be a whole number from 0 to 1000000'],
    ['FALLBACK_DAILY_LIMIT_PER_TENANT', 'none', 'must be a whole number from 0 to 1000000'],
    ['FALLBACK_DAILY_LIMIT_PER_DESTINATION', '1000001', 'must be a whole number from 0 to 1000000'],
    ['FALLBACK_DEFAULT_TEXT', 'yes', FLAG_ALLOWED],
    ['FALLBACK_FROM_EMAIL', 'hello', ADDRESS_ALLOWED],
    ['FALLBACK_FROM_EMAIL', `${'x'.repeat(250)}@example.com`, ADDRESS_ALLOWED],
    ['FALLBACK_FROM_EMAIL', '<hello@example.com>', ADDRESS_ALLOWED],
    ['FALLBACK_FROM_EMAIL', 'a@example.com, b@example.com', ADDRESS_ALLOWED],
    ['TWILIO_API_BASE_URL', '', URL_ALLOWED],
    ['TWILIO_API_BASE_URL', 'https://api.twilio.com/', URL_ALLOWED],
    ['TWILIO_API_BASE_URL', 'https://user:pass@api.twilio.com', URL_ALLOWED],
    ['RESEND_API_BASE_URL', 'api.resend.com', URL_ALLOWED],
    ['RESEND_API_BASE_URL', 'https://api.resend.com?x=1', URL_ALLOWED],
    ['LOG_LEVEL', 'verbose', 'expected one of "debug"|"info"|"warn"|"error"|"silent"'],
    ['LOG_RETENTION_DAYS', '31', DAYS_ALLOWED],
    ['LOG_RETENTION_DAYS', 'forever', DAYS_ALLOWED],
    ['DISABLE_EXECUTE_API_ENDPOINT', 'yes', FLAG_ALLOWED],
    ['API_THROTTLE_RATE', '0', 'must be a whole number from 1 to 10000'],
    ['API_THROTTLE_BURST', '5001', 'must be a whole number from 1 to 5000'],
    ['CALLBACK_THROTTLE_RATE', '10001', 'must be a whole number from 1 to 10000'],
    ['CALLBACK_THROTTLE_BURST', '0', 'must be a whole number from 1 to 5000'],
    ['CORS_ORIGINS', 'app.example.com', ORIGINS_ALLOWED],
    ['CORS_ORIGINS', 'https://app.example.com/', ORIGINS_ALLOWED],
    ['CORS_ORIGINS', '*,https://app.example.com', 'must be * alone, or origins of 500 characters in all'],
    [
      'CORS_ORIGINS',
      `https://${'x'.repeat(500)}.com`,
      'must be * alone, or origins of 500 characters in all',
    ],
    ['ACCESS_LOG_FORMAT', 'xml', 'expected one of "clf"|"json"'],
    ['WAF_CALLBACK_RATE_LIMIT', '9', 'must be a whole number from 10 to 100000000'],
    ['WAF_RATE_LIMIT', '9', 'must be a whole number from 10 to 100000000'],
    ['TWILIO_SOURCE_RANGES', '203.0.113.7', RANGES_ALLOWED],
    ['TWILIO_SOURCE_RANGES', '203.0.113.0/33', RANGES_ALLOWED],
    ['TWILIO_SOURCE_RANGES', '203.0.113.0/24,twilio.com/8', RANGES_ALLOWED],
    ['PROVISIONED_CONCURRENCY', '1001', 'must be a whole number from 0 to 1000'],
    ['CALLBACK_ANOMALY_BAND', '11', 'must be a whole number from 0 to 10'],
    ['ALERT_EMAIL', 'oncall', 'must be an address such as oncall@example.com, or empty'],
    ['ALERT_EMAIL', 'a@example.com,b@example.com', 'must be an address such as oncall@example.com, or empty'],
    ['RUNBOOK_BASE_URL', 'docs/runbooks', `${URL_ALLOWED}, or empty`],
    ['XRAY_TRACING', 'on', FLAG_ALLOWED],
  ])('%s=%s', (name, value, allowed) => {
    const zone = { HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' };
    const [, ...lines] = refusalOf({ ...zone, [name]: value }).split('\n');

    expect(lines).toEqual([expect.stringContaining(allowed)]);
    expect(lines[0]).toMatch(new RegExp(`^  ${name}="`));
    expect(lines[0]).toContain(JSON.stringify(value));
  });

  it('fallback texts that together have no room in a function’s environment', () => {
    const texts = { FALLBACK_MESSAGE: 'x'.repeat(500), FALLBACK_MESSAGE_EMAIL: 'ü'.repeat(262) };

    expect(refusalOf({ ...texts, FALLBACK_MESSAGE_SMS: 'x' })).toContain(
      'FALLBACK_MESSAGE_… have 1025 bytes of UTF-8 together, of at most 1024',
    );
    expect(parseSettings(texts)).toMatchObject(texts);
  });

  it('HOSTED_ZONE_NAME when only HOSTED_ZONE_ID is set', () => {
    expect(refusalOf({ HOSTED_ZONE_ID: 'Z0123456789' })).toContain(
      '  HOSTED_ZONE_NAME="": must be set together with the other HOSTED_ZONE_ setting, or both left empty',
    );
  });

  it('HOSTED_ZONE_ID when only HOSTED_ZONE_NAME is set', () => {
    expect(refusalOf({ HOSTED_ZONE_NAME: 'example.com' })).toContain(
      '  HOSTED_ZONE_ID="": must be set together with the other HOSTED_ZONE_ setting, or both left empty',
    );
  });

  it.each([
    ['ALLOW_LOOPBACK_TARGETS', 'true', 'must be false in stage prod'],
    ['VERIFY_WEBHOOK_SIGNATURES', 'false', 'must be true in stage prod'],
    ['TWILIO_API_BASE_URL', 'http://127.0.0.1:4010', 'must be an https URL in stage prod'],
    ['RESEND_API_BASE_URL', 'http://127.0.0.1:4010', 'must be an https URL in stage prod'],
  ])('%s=%s in stage prod, and in no other', (name, value, allowed) => {
    expect(refusalOf({ STAGE: 'prod', [name]: value })).toContain(`  ${name}="${value}": ${allowed}`);
    expect(String(settingOf(name, { STAGE: 'staging', [name]: value }))).toBe(value);
  });

  it.each(['*', 'http://app.example.com'])('CORS_ORIGINS=%s in stage prod, and in no other', (value) => {
    expect(refusalOf({ STAGE: 'prod', CORS_ORIGINS: value })).toContain(
      `  CORS_ORIGINS="${value}": must be https origins in stage prod, or empty`,
    );
    expect(parseSettings({ STAGE: 'staging', CORS_ORIGINS: value })).toHaveProperty('CORS_ORIGINS', [value]);
  });

  it('DISABLE_EXECUTE_API_ENDPOINT=true where the APIs have no other name', () => {
    expect(refusalOf({ DISABLE_EXECUTE_API_ENDPOINT: 'true' })).toContain(
      '  DISABLE_EXECUTE_API_ENDPOINT="true": must be false without HOSTED_ZONE_ID and HOSTED_ZONE_NAME',
    );
  });

  it.each([
    ['1d', '50', '53.9'],
    ['7d,1m', '7', '7.9'],
    ['1m', '50', undefined],
    ['14h', '50', '31.4'],
    ['1m,2m,4m,8m,16m', '5', undefined],
  ])('a retry schedule that outlives its event: %s with %s attempts', (schedule, attempts, days) => {
    const settings = { RETRY_SCHEDULE: schedule, MAX_ATTEMPTS: attempts };
    if (days === undefined || Number(days) < 30) expect(() => parseSettings(settings)).not.toThrow();
    else
      expect(refusalOf(settings)).toContain(
        `with MAX_ATTEMPTS=${attempts} the attempts of an event could take ${days} days, Retry-After included; it is kept for 30`,
      );
  });

  it('all of them at once', () => {
    const refusal = refusalOf({ PREFIX: '-', MAX_ATTEMPTS: '-1.5', LOG_LEVEL: 'x' });

    expect(refusal.split('\n')).toHaveLength(4);
  });
});
