import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '@switchyard/cdk/settings';
import { fakeAccount, withConcurrency } from '../../testing/fake-account.ts';
import { awsError } from '../../testing/fake-client.ts';
import { checkConcurrency } from './check-concurrency.ts';

const check = (limit: number, environment: Record<string, string> = {}) =>
  checkConcurrency(fakeAccount({ limits: () => withConcurrency(limit) }), parseSettings(environment));
const refusing = (name: string) =>
  fakeAccount({
    limits: () => {
      throw awsError(name);
    },
  });

describe('the concurrency of the account', () => {
  it('of a new one is warned of, with the number to ask for and what to do until then', async () => {
    expect(await check(10)).toEqual([
      {
        check: 'quota',
        state: 'warn',
        detail: expect.stringMatching(/runs 10 functions at once .* 162 are needed: 50 for the worker/),
        fix: expect.stringMatching(/L-B99A9384 --desired-value 1000`; .* WORKER_MAX_CONCURRENCY=5$/),
      },
    ]);
  });

  it('is compared with what the settings take', async () => {
    expect(await check(162)).toMatchObject([{ state: 'ok' }]);
    expect(await check(161)).toMatchObject([{ state: 'warn' }]);
    const large = { WORKER_MAX_CONCURRENCY: '1000', PROVISIONED_CONCURRENCY: '20' };
    expect(await check(1_000, large)).toMatchObject([
      { state: 'warn', fix: expect.stringContaining('--desired-value 1172') },
    ]);
    expect(await check(10, { WORKER_MAX_CONCURRENCY: '2' })).toMatchObject([
      { fix: expect.stringMatching(/WORKER_MAX_CONCURRENCY=2$/) },
    ]);
  });

  it('is compared with the shares that are reserved, of which the worker may have one', async () => {
    const shares = { RESERVED_CONCURRENCY: 'worker=62,webhook-handler=200' };
    expect(await check(362, shares)).toMatchObject([{ state: 'ok', detail: expect.stringContaining('362') }]);
    expect(await check(361, shares)).toMatchObject([{ state: 'warn' }]);
  });

  it('must not be less than the settings say', async () => {
    expect(await check(500, { ACCOUNT_CONCURRENCY: '1000' })).toMatchObject([
      { state: 'warn', fix: 'ACCOUNT_CONCURRENCY=500' },
    ]);
  });

  it('that may not be asked for is left out: a deployment must not fail for that', async () => {
    expect(await checkConcurrency(refusing('AccessDeniedException'), parseSettings({}))).toMatchObject([
      { state: 'skipped', detail: expect.stringContaining('lambda:GetAccountSettings') },
    ]);
  });

  it('that cannot be read is a failure', async () => {
    expect(await checkConcurrency(refusing('ExpiredToken'), parseSettings({}))).toMatchObject([
      { state: 'fail' },
    ]);
  });

  it('waits for settings that are usable', async () => {
    expect(await checkConcurrency(fakeAccount(), undefined)).toMatchObject([{ state: 'skipped' }]);
  });
});
