import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { aKey, anEndpoint, anEvent } from '@switchyard/core/testing';
import { aQuarantined, clock, countingRandom } from '../testing/builders.ts';
import { awsError, fakeDocuments, fakeLambda, fakeSecretsManager, invoked } from '../testing/fake-client.ts';
import { aDeployment } from '../testing/test-session.ts';
import { commands } from './commands.ts';
import type { OpenDeploymentInput } from './open-deployment.ts';
import { run } from './run.ts';

type Setting = {
  kind?: 'local' | 'stack';
  environment?: Record<string, string>;
  documents?: (input: Readonly<Record<string, unknown>>) => unknown;
  lambda?: (input: Readonly<Record<string, unknown>>) => unknown;
  /** The text of the secret of the providers. */
  secrets?: string;
  stdin?: string;
  /** Ctrl-C. */
  interrupted?: AbortSignal;
};

async function cli(commandLine: string, setting: Setting = {}) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const opened: OpenDeploymentInput[] = [];
  const documents = fakeDocuments(setting.documents ?? (() => ({ Items: [] })));
  const secrets = fakeSecretsManager(setting.secrets);
  const stdin = new PassThrough();
  stdin.end(setting.stdin ?? '');
  const exitCode = await run(commandLine.split(' '), {
    stdin,
    stdout,
    stderr,
    environment: setting.environment ?? {},
    directory: '/nowhere',
    open: async (input) => {
      opened.push(input);
      return aDeployment({
        kind: setting.kind ?? 'local',
        stack: setting.kind === 'stack' ? input.stack : undefined,
        documents: documents.client,
        lambda: fakeLambda(setting.lambda ?? (() => invoked({}))).client,
        secretsManager: secrets.client,
      });
    },
    openAccount: async () => {
      throw new Error('No command of these tests looks at the account.');
    },
    fetch: async () => Response.json({}),
    clock,
    random: countingRandom(),
    sleep: async () => undefined,
    untilInterrupted: () => setting.interrupted ?? new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  return {
    exitCode,
    stdout: await text(stdout),
    stderr: await text(stderr),
    opened,
    sent: documents.sent(),
    secrets,
  };
}

const empty = { matched: 0, scanned: 0, malformed: 0, complete: true };

describe('the command line', () => {
  it('prints one JSON document with --json and nothing else', async () => {
    const { exitCode, stdout, stderr } = await cli(
      'tenants create acme --target-url http://127.0.0.1:9000/hook --json',
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(Object.keys(JSON.parse(stdout))).toEqual([
      'tenant_id',
      'api_key',
      'endpoint_id',
      'webhook_secret',
    ]);
  });

  it('prints text without', async () => {
    const documents = (input: Readonly<Record<string, unknown>>) => ({
      Items: input.TableName === 'Identity' ? [aKey()] : [anEndpoint()],
    });
    const { exitCode, stdout } = await cli('tenants show acme', { documents });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Tenant acme: ACTIVE, plan standard\n/);
  });

  it('takes --json before the command as well', async () => {
    expect(JSON.parse((await cli('--json tenants list')).stdout)).toEqual({ tenants: [] });
  });

  it('reports progress in plain lines where there is no terminal, and not at all with --json', async () => {
    const counts = { requeued: 0, superseded: 0, event_gone: 0, failed: 0 };
    const lambda = () => invoked({ action: 'requeue', ...empty, ...counts });
    expect((await cli('dlq requeue', { lambda })).stdout).toBe(
      'Counting dead letters\n0 dead letters found\nNo dead letter matches.\n',
    );
    expect(JSON.parse((await cli('dlq requeue --json', { lambda })).stdout)).toMatchObject({ matched: 0 });
  });
});

describe('secret values', () => {
  const value = 'whsec_c2VjcmV0IHZhbHVlIG9mIHRoZSB0ZXN0';

  it('come from stdin, with or without a line end, and are never shown', async () => {
    for (const [json, end] of [
      ['', '\n'],
      [' --json', ''],
    ] as const) {
      const set = await cli(`secrets set resend --signing-secret-stdin${json}`, { stdin: value + end });
      expect([set.exitCode, set.stderr]).toEqual([0, '']);
      expect(set.secrets.current()).toEqual({ resend: { signingSecrets: [value] } });
      expect(set.stdout).not.toContain(value.slice(6));

      const secrets = set.secrets.versions.at(-1) ?? '';
      const show = await cli(`secrets show${json}`, { secrets });
      expect(show.exitCode).toBe(0);
      expect(show.stdout).not.toContain(value.slice(6));
    }
  });

  it.each([
    ['secrets set resend --signing-secret-stdin', 'hidden-value'],
    ['secrets set resend --api-key-stdin', 'hidden-value'],
    ['secrets set sendgrid --basic-auth-stdin', 'hidden-value'],
    ['secrets set sendgrid --path-segment-stdin', 'hidden-value'],
    ['secrets set sendgrid --public-key hidden-value', ''],
    ['secrets rotate resend --signing-secret-stdin', 'hidden-value'],
    ['secrets rotate sendgrid --basic-auth-stdin', 'hidden-value'],
    ['secrets rotate sendgrid --path-segment-stdin', 'hidden-value'],
    ['secrets rotate sendgrid --public-key hidden-value', ''],
  ])('are not shown when malformed: %s', async (commandLine, stdin) => {
    const { exitCode, stdout, stderr, opened } = await cli(`${commandLine} --json`, { stdin });
    expect([exitCode, stdout, opened]).toEqual([2, '', []]);
    expect(JSON.parse(stderr).error.code).toBe('secret_malformed');
    expect(stderr).not.toContain('hidden-value');
  });
});

describe('the deployment', () => {
  it.each([
    ['the local stack when nothing is said', 'tenants list', {}, undefined],
    ['--stack', 'tenants list --stack one', { SWITCHYARD_STACK: 'two' }, 'one'],
    ['SWITCHYARD_STACK', 'tenants list', { SWITCHYARD_STACK: 'two' }, 'two'],
    ['the local stack when SWITCHYARD_STACK is empty', 'tenants list', { SWITCHYARD_STACK: '' }, undefined],
  ])('is %s', async (_name, commandLine, environment, stack) => {
    expect((await cli(commandLine, { environment })).opened).toEqual([{ stack, directory: '/nowhere' }]);
  });

  it('may deliver to the machine itself only when it is local', async () => {
    const commandLine = 'tenants create acme --target-url http://127.0.0.1:9000/hook --json';
    const { exitCode, stderr, sent } = await cli(commandLine, { kind: 'stack' });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'target_url_scheme_not_allowed' } });
    expect(sent).toEqual([]);
  });
});

describe('wrong usage ends with 2, before anything is opened', () => {
  it.each([
    ['an unknown command', 'tenants destroy acme', "unknown command 'destroy'"],
    ['an unknown option', 'tenants list --all', "unknown option '--all'"],
    ['a missing argument', 'tenants show', "missing required argument 'tenant-id'"],
    ['a missing option', 'tenants create acme', '--target-url'],
    ['one argument too many', 'tenants show acme beta', 'too many arguments'],
    ['a tenant id that cannot be one', 'tenants show ACME', '<tenant-id> is "ACME"'],
    ['a key id that cannot be one', 'keys revoke acme 12', '<key-id> is "12"'],
    ['an event id that cannot be one', 'dlq peek --event evt_x', '--event is "evt_x"'],
    [
      'an event type with a space in it',
      'endpoints add a b --target-url https://x.y --event-types a,,b',
      'an event type',
    ],
    ['a duration without unit', 'keys create acme --expires-in 90', '"90" is not a duration'],
    ['a duration of nothing', 'keys create acme --expires-in 0d', 'more than 0'],
    ['a count that is no number', 'dlq peek --max many', '--max is "many"'],
    ['a count that is too large', 'dlq peek --max 10001', 'from 1 to 10000'],
    ['a rate of nothing', 'dlq requeue --rate 0', '--rate is "0"'],
    ['a stack that cannot be one', 'tenants list --stack a_b', '--stack is "a_b"'],
    ['a purge that nobody can confirm', 'dlq purge', '--yes'],
    ['a channel that is none', 'addresses show --channel fax --address +15550001111', '--channel is "fax"'],
    [
      'a number without country code',
      'conversations list --channel sms --address 5550001111',
      '--address is "5550001111"',
    ],
    ['a conversation id that cannot be one', 'conversations show a#b', '<conversation-id> is "a#b"'],
    ['too many messages', 'conversations show conv_1 --messages 101', 'from 0 to 100'],
    ['more days than are kept', 'quarantine list --days 8', 'from 1 to 7'],
    ['an id that cannot be one', 'quarantine release ok a/b', '<id> is "a/b"'],
    ['a release of nothing', 'quarantine release', '--all'],
    ['a release of all and of some', 'quarantine release --all some', 'not both'],
    ['a code for ids', 'quarantine release some --code no_secret', '--code goes with --all'],
    [
      'a token as an argument',
      `secrets set twilio --account-sid AC${'0'.repeat(32)} --auth-token-stdin --auth-token x`,
      "unknown option '--auth-token'",
    ],
    ['no account', 'secrets set twilio --auth-token-stdin', '--account-sid'],
    ['an account SID that cannot be one', 'secrets set twilio --auth-token-stdin --account-sid AC12', 'AC12'],
    ['two ways of rotation', 'secrets set resend --api-key-stdin --keep-previous --replace', 'not both'],
    [
      'two values from one stdin',
      'secrets set resend --api-key-stdin --signing-secret-stdin',
      'one at a time',
    ],
    ['no value', 'secrets set sendgrid', '--public-key, --basic-auth-stdin, --path-segment-stdin'],
    ['an empty stdin', 'secrets set resend --signing-secret-stdin', 'stdin is empty'],
    [
      'a rotation that begins and ends',
      'secrets rotate resend --signing-secret-stdin --finish',
      'only one at a time',
    ],
    ['a rotation of nothing said', 'secrets rotate sendgrid', '--secret, --public-key'],
    ['a rotation of what is none', 'secrets rotate sendgrid --secret key', '--secret is "key"'],
    [
      'a value and the end of a rotation',
      'secrets rotate sendgrid --path-segment-stdin --finish',
      '--finish goes with --secret',
    ],
    ['an event id to tail that cannot be one', 'tail evt_x', '<event-id> is "evt_x"'],
    ['a removal that nobody can confirm', 'secrets remove resend', '--yes'],
    ['a removal of two things', 'secrets remove sendgrid --basic-auth --path-segment', 'one at a time'],
    ['a previous API key', 'secrets remove resend --api-key --previous', 'only one API key'],
  ])('%s', async (_name, commandLine, message) => {
    const plain = await cli(commandLine);
    expect([plain.exitCode, plain.stdout, plain.opened]).toEqual([2, '', []]);
    expect(plain.stderr).toMatch(/^error: /);
    expect(plain.stderr).toContain(message);
    expect(plain.stderr.trimEnd().split('\n')).toHaveLength(1);

    const json = await cli(`${commandLine} --json`);
    expect([json.exitCode, json.stdout]).toEqual([2, '']);
    expect(JSON.parse(json.stderr).error.message).toContain(message);
  });

  it('a group without command shows its help', async () => {
    const { exitCode, stderr } = await cli('dlq');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Examples:');
    expect(stderr).toContain('requeue');
  });
});

describe('what fails ends with 1', () => {
  it('an unknown tenant', async () => {
    const { exitCode, stderr } = await cli('tenants suspend nobody --json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'tenant_not_found', message: 'There is no tenant nobody.' },
    });
  });

  it('a function that throws', async () => {
    const lambda = () => invoked({ errorMessage: 'out of memory' }, 'Unhandled');
    const { exitCode, stderr } = await cli('dlq peek', { lambda });
    expect([exitCode, stderr]).toEqual([
      1,
      'error: The function switchyard-dlq-processor failed: out of memory\n',
    ]);
  });

  it('dead letters that could not be requeued, which the result still tells', async () => {
    const counts = { requeued: 0, superseded: 0, event_gone: 0, failed: 1 };
    const lambda = () => invoked({ action: 'requeue', ...empty, matched: 1, ...counts });
    const { exitCode, stdout } = await cli('dlq requeue --json', { lambda });
    expect([exitCode, JSON.parse(stdout).failed]).toEqual([1, 1]);
  });

  it('a deployment that doctor finds something wrong with, which the result still tells', async () => {
    const { exitCode, stdout } = await cli('doctor --json');
    expect(exitCode).toBe(1);
    const { healthy, checks } = JSON.parse(stdout);
    expect(healthy).toBe(false);
    expect(checks).toContainEqual(expect.objectContaining({ group: 'secrets', state: 'fail' }));
  });

  it('a request that stays in quarantine, which the result still tells', async () => {
    const documents = (input: Readonly<Record<string, unknown>>) => ({
      Items: JSON.stringify(input).includes('"QUARANTINE#2026-03-01"') ? [aQuarantined('one')] : [],
    });
    const lambda = () => invoked({ released: false, reason: 'signature_mismatch' });
    const { exitCode, stdout } = await cli('quarantine release --all --json', { documents, lambda });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      released: 0,
      not_released: 1,
      results: [
        {
          id: 'one',
          received_at: '2026-03-01T10:00:00.000Z',
          released: false,
          reason: 'signature_mismatch',
        },
      ],
    });
  });

  it.each([
    ['ExpiredTokenException', 'credentials_refused'],
    ['CredentialsProviderError', 'credentials_missing'],
    ['AccessDeniedException', 'access_denied'],
    ['InternalServerError', 'unexpected'],
  ])('%s of AWS', async (name, code) => {
    const documents = () => {
      throw awsError(name);
    };
    const { exitCode, stderr } = await cli('tenants list --json', { documents });
    expect([exitCode, JSON.parse(stderr).error.code]).toEqual([1, code]);
  });
});

describe('tail', () => {
  const event = anEvent();
  const documents = () => ({ Item: event, Items: [] });
  const interrupted = AbortSignal.abort();

  it('prints one JSON document a step, and ends with 130 when Ctrl-C comes before the end', async () => {
    const { exitCode, stdout, sent } = await cli(`tail ${event.eventId} --tenant acme --json`, {
      documents,
      interrupted,
    });
    expect(exitCode).toBe(130);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    ).toEqual(['accepted', 'end']);
    expect(sent.map(({ name }) => name)).toEqual(['get', 'query']);
  });

  it('ends well by Ctrl-C with --follow, which has no other end', async () => {
    const commandLine = `tail ${event.eventId} --tenant acme --follow`;
    const { exitCode, stdout } = await cli(commandLine, { documents, interrupted });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Stopped watching: it is PENDING.')]);
  });

  it('says that there is no such event', async () => {
    const { exitCode, stderr } = await cli(`tail ${event.eventId} --json`);
    expect([exitCode, JSON.parse(stderr).error.code]).toEqual([1, 'event_not_found']);
  });
});

describe('help', () => {
  it.each(commands.map(({ name }) => name))(
    '%s shows examples and the options that all commands have',
    async (command) => {
      const { exitCode, stdout } = await cli(`${command} --help`);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`$ pnpm cli ${command}`);
      expect(stdout).toContain('--json');
      expect(stdout).toContain('--stack');
    },
  );
});
