import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { EVERYTHING_ON } from '../testing/everything-on.ts';
import { synthesize, type Template } from '../testing/synthesize.ts';
import { settingsSchema } from './settings.ts';

/** Every setting, each other than it is when left out. */
const CHANGED: Readonly<Record<string, string>> = {
  ...EVERYTHING_ON,
  PREFIX: 'hooks',
  RETRY_SCHEDULE: '1s,2s',
  MAX_ATTEMPTS: '3',
  DELIVERY_TIMEOUT_MS: '5000',
  WORKER_MAX_CONCURRENCY: '7',
  ALLOW_LOOPBACK_TARGETS: 'false',
  VERIFY_WEBHOOK_SIGNATURES: 'true',
  LEGACY_TWILIO_STATUS_SIGNATURE: 'true',
  LEGACY_RESEND_SIGNATURE: 'true',
  MESSAGE_ID_MAPPING_STRATEGY: 'timestamp',
  TIMESTAMP_MATCHING_WINDOW: '60',
  REPLIES_DELAY_SECONDS: '0',
  FALLBACK_MESSAGE: 'Nobody reads {channel} here.',
  FALLBACK_FROM_EMAIL: 'hello@example.com',
  TWILIO_API_BASE_URL: 'https://twilio.example.com',
  RESEND_API_BASE_URL: 'https://resend.example.com',
  LOG_LEVEL: 'debug',
  LOG_RETENTION_DAYS: '7',
  API_GATEWAY_LOG_ROLE: 'false',
};

const SCRIPT = fileURLToPath(new URL('../testing/print-replacements.ts', import.meta.url));
const templateOf = await synthesize({ prod: { STAGE: 'prod' }, changed: CHANGED });

function compare(before: Template, after: Template) {
  const printed = execFileSync(process.execPath, [SCRIPT], {
    input: JSON.stringify({ before, after }),
    encoding: 'utf8',
  });
  return z.object({ changed: z.array(z.string()), harmed: z.array(z.string()) }).parse(JSON.parse(printed));
}

describe('a table, queue or secret', () => {
  it('is neither replaced nor deleted by any change of settings', () => {
    const { changed, harmed } = compare(templateOf('prod'), templateOf('changed'));

    expect(harmed).toEqual([]);
    // With another key each of them is changed, in place.
    expect(changed).toHaveLength(3 + 16 + 2);
  });

  it('nor by changing them back', () => {
    expect(compare(templateOf('changed'), templateOf('prod')).harmed).toEqual([]);
  });

  it('would be seen to be replaced: the check of the check', () => {
    const before = templateOf('prod');
    const renamed = Object.fromEntries(
      Object.entries(before.Resources).map(([id, resource]) => [
        id,
        resource.Type === 'AWS::SQS::Queue'
          ? { ...resource, Properties: { ...resource.Properties, QueueName: 'fixed' } }
          : resource,
      ]),
    );

    expect(compare(before, { ...before, Resources: renamed }).harmed).toHaveLength(16);
  });

  it('is compared under every setting that there is', () => {
    expect(Object.keys(CHANGED).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
  });
});
