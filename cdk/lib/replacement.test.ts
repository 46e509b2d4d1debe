import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { configSchema as webhookHandlerConfig } from '@switchyard/webhook-handler/config';
import { configSchema as workerConfig } from '@switchyard/worker/config';
import { EVERYTHING_ON } from '../testing/everything-on.ts';
import { synthesize, type Template } from '../testing/synthesize.ts';
import { settingsSchema } from './settings/settings.ts';

/** Every setting of the stack's own, each other than it is when left out, and some that go to functions only. */
const CHANGED: Readonly<Record<string, string>> = {
  ...EVERYTHING_ON,
  PREFIX: 'hooks',
  RETRY_SCHEDULE: '1s,2s',
  BREAKER_FAILURES: '7',
  SLOW_AFTER_MS: '700',
  SLOW_LANE_CONCURRENCY: '7',
  ENDPOINT_CONCURRENCY: '7',
  BREAKER_PERIOD: '7s',
  PROBE_SCHEDULE: '7s',
  ENDPOINT_DISABLE_AFTER: '7d',
  HEALTH_FLUSH_INTERVAL: '5m',
  DELIVERY_TIMEOUT_MS: '5000',
  WORKER_MAX_CONCURRENCY: '7',
  MESSAGE_ID_MAPPING_STRATEGY: 'timestamp',
  REPLIES_DELAY_SECONDS: '0',
  LOG_RETENTION_DAYS: '7',
  API_GATEWAY_LOG_ROLE: 'false',
};

const SCRIPT = fileURLToPath(new URL('../testing/compare-templates.ts', import.meta.url));
const templateOf = await synthesize({ prod: { STAGE: 'prod' }, changed: CHANGED });

const directory = mkdtempSync(join(tmpdir(), 'switchyard-templates-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What the command prints of tables, queues and secrets, and what of that is marked as harm. */
function compare(before: Template, after: Template) {
  const directories = Object.entries({ before, after }).map(([name, template]) => {
    const path = join(directory, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'Switchyard.template.json'), JSON.stringify(template));
    return path;
  });
  const { stdout, status } = spawnSync(process.execPath, [SCRIPT, ...directories], { encoding: 'utf8' });
  const changed = stdout
    .split('\n')
    .filter((line) => / AWS::(DynamoDB|SQS|SecretsManager)::(Table|Queue|Secret) /.test(line));
  return { changed, harmed: changed.filter((line) => line.startsWith('! ')), status };
}

describe('a table, queue or secret', () => {
  it('is neither replaced nor deleted by any change of settings', () => {
    const { changed, harmed } = compare(templateOf('prod'), templateOf('changed'));

    expect(harmed).toEqual([]);
    // With another key each of them is changed, in place.
    expect(changed).toHaveLength(3 + 19 + 2);
  });

  it('nor by changing them back', () => {
    expect(compare(templateOf('changed'), templateOf('prod')).harmed).toEqual([]);
  });

  it('would be seen to be replaced', () => {
    const before = templateOf('prod');
    const renamed = Object.fromEntries(
      Object.entries(before.Resources).map(([id, resource]) => [
        id,
        resource.Type === 'AWS::SQS::Queue'
          ? { ...resource, Properties: { ...resource.Properties, QueueName: 'fixed' } }
          : resource,
      ]),
    );

    const { harmed, status } = compare(before, { ...before, Resources: renamed });
    expect(harmed).toHaveLength(19);
    expect(harmed[0]).toMatch(/^! WILL_REPLACE AWS::SQS::Queue \w+: QueueName$/);
    expect(status).toBe(1);
  });

  it('is compared under every setting that is not for functions only', () => {
    const ofTheStack = Object.keys(settingsSchema.shape).filter(
      (name) => !(name in workerConfig.shape || name in webhookHandlerConfig.shape),
    );

    expect(Object.keys(CHANGED)).toEqual(expect.arrayContaining(ofTheStack));
  });
});
