import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { clock, countingRandom, NOW } from '../../testing/builders.ts';
import { bootstrapped, fakeAccount } from '../../testing/fake-account.ts';
import { awsError, fakeSecretsManager } from '../../testing/fake-client.ts';
import { aDeployment, testSession } from '../../testing/test-session.ts';
import { CommandError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { doctor } from './doctor.ts';

const deployment = (stack: string | undefined): OpenDeployment =>
  aDeployment({
    kind: stack === undefined ? 'local' : 'stack',
    stack,
    named: { functions: {}, queueUrls: {}, tables: {}, secrets: { providers: 'arn:providers' } },
    secretsManager: fakeSecretsManager().client,
  });

const NO_LOCAL_STACK = new CommandError('local_stack_not_running', 'No local stack is running here.');
const NO_STACK = new CommandError('stack_not_found', 'There is no stack x.');

async function examine({
  environment = {},
  open,
  account = fakeAccount({ stacks: () => bootstrapped('21') }),
}: {
  environment?: Record<string, string>;
  open: (stack: string | undefined) => OpenDeployment;
  account?: ReturnType<typeof fakeAccount>;
}) {
  const opened: (string | undefined)[] = [];
  const { session } = testSession({
    environment,
    open: async (stack) => {
      opened.push(stack);
      return { ...open(stack), clock, random: countingRandom(), sleep: async () => undefined };
    },
    openAccount: async () => account,
    fetch: async (url) => Response.json({}, { status: url.endsWith('/v1/events') ? 401 : 200 }),
  });
  const result = await doctor.run(session, {});
  const of = (group: string) => result.checks.filter((check) => check.group === group);
  return { result, of, opened, text: doctor.text(result, { colors: pc.createColors(false), nowMs: NOW }) };
}

const nothingDeployed = (stack: string | undefined) => {
  throw stack === undefined ? NO_LOCAL_STACK : NO_STACK;
};

describe('doctor', () => {
  it('before the first deployment looks at settings and account, and says how to deploy', async () => {
    const { result, of, opened, text } = await examine({ open: nothingDeployed });
    expect(opened).toEqual([undefined, 'switchyard-dev']);
    expect(of('account')).toMatchObject([
      { check: 'identity', state: 'ok' },
      { state: 'ok' },
      { state: 'ok' },
    ]);
    expect(of('stack')).toMatchObject([
      { state: 'skipped', detail: expect.stringMatching(/Not deployed yet: npx -y pnpm run deploy$/) },
    ]);
    expect([result.healthy, result.urls]).toEqual([true, []]);
    expect(text).toMatch(/^Looking at what is to be deployed\n/);
  });

  it('looks at the local stack where it runs, without an account', async () => {
    const { result, of } = await examine({ open: deployment });
    expect(result.target).toBe('the local stack');
    expect([...of('account'), ...of('zone')]).toMatchObject([{ state: 'skipped' }, { state: 'skipped' }]);
  });

  it('looks at the stack of the settings where no local stack runs', async () => {
    const { result, of } = await examine({
      environment: { PREFIX: 'hooks', STAGE: 'test' },
      open: (stack) => (stack === undefined ? nothingDeployed(stack) : deployment(stack)),
      account: fakeAccount({ stacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }) }),
    });
    expect(result.target).toBe('stack hooks-test');
    expect(of('stack')).toMatchObject([{ check: 'deployed', state: 'ok' }, { check: 'outputs' }]);
  });

  it('warns of settings that are those of another stack', async () => {
    const { of } = await examine({ open: () => deployment('switchyard-prod') });
    expect(of('settings')).toContainEqual(
      expect.objectContaining({ state: 'warn', detail: expect.stringContaining('of stack switchyard-dev') }),
    );
  });

  it('says once that there are no credentials', async () => {
    const denied = () => {
      throw awsError('CredentialsProviderError', 'none');
    };
    const { result } = await examine({
      environment: { HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' },
      open: (stack) => (stack === undefined ? nothingDeployed(stack) : denied()),
      account: fakeAccount({ identity: denied, zone: denied, stacks: denied }),
    });
    expect(result.checks.filter(({ state }) => state === 'fail')).toMatchObject([{ group: 'account' }]);
    expect(result.healthy).toBe(false);
  });

  it('goes on when the settings are wrong, and fails', async () => {
    const { result, of, opened } = await examine({
      environment: { MAX_ATTEMPTS: 'abc' },
      open: nothingDeployed,
    });
    expect(opened).toEqual([undefined]);
    expect(of('account')[0]).toMatchObject({ state: 'ok' });
    expect(of('zone')).toMatchObject([{ state: 'skipped' }]);
    expect([result.healthy, result.counts.fail]).toEqual([false, 1]);
  });

  it('prints every URL, with the fragment for Twilio and the events for Resend', async () => {
    const { result, text } = await examine({ open: () => deployment('switchyard-dev') });
    expect(result.urls.map(({ url }) => url)).toEqual([
      'https://hooks.example.com/whatsapp#rc=3&rp=5xx,ct,rt',
      'https://hooks.example.com/sms#rc=3&rp=5xx,ct,rt',
      'https://hooks.example.com/email',
      'https://hooks.example.com/email/<segment>',
      'https://hooks.example.com/webhooks/twilio#rc=3&rp=5xx,ct,rt',
      'https://hooks.example.com/webhooks/resend',
      'https://hooks.example.com/webhooks/sendgrid',
      'https://hooks.example.com/v1/events',
      'https://hooks.example.com/v1/docs',
      'https://hooks.example.com/webhooks/health',
      'https://receiver.example.com/<tenant-id>/webhook',
      'https://receiver.example.com/docs',
    ]);
    expect(text).toContain('email.delivered, ');
    expect(text).not.toContain('cannot reach this machine');
  });

  it('puts the repair below what is wrong, and the verdict last', async () => {
    const { text } = await examine({ environment: { MAX_ATTEMPTS: 'abc' }, open: nothingDeployed });
    const lines = text.split('\n');
    const wrong = lines.findIndex((line) => line.includes('FAIL  values     MAX_ATTEMPTS="abc"'));
    expect(lines[wrong + 1]).toMatch(/^ +→ correct it in \.env/);
    expect(lines.at(-1)).toMatch(/^1 check failed, /);
  });
});
