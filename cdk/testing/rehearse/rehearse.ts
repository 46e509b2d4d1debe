/**
 * Rehearses a deployment on moto, an AWS in memory: bootstrap, deploy, the CLI on the stack, a second deployment with
 * another setting. `pnpm rehearse`; MOTO_SERVER names the program. Nothing leaves this machine.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { adaptForMoto, secretsOf, type Template, templateSchema } from './adapt-for-moto.ts';
import { createSecret, listResources } from './moto-calls.ts';
import { startMoto } from './moto-server.ts';
import { rehearseConsole } from './rehearse-console.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const STACK = 'switchyard-dev';

const moto = await startMoto(process.env.MOTO_SERVER ?? 'moto_server');
const directory = await mkdtemp(join(tmpdir(), 'switchyard-rehearsal-'));
const environment = {
  ...process.env,
  AWS_ENDPOINT_URL: moto.url,
  AWS_ACCESS_KEY_ID: 'rehearsal',
  AWS_SECRET_ACCESS_KEY: 'rehearsal',
  AWS_REGION: REGION,
  CDK_DEFAULT_ACCOUNT: ACCOUNT,
  CDK_DEFAULT_REGION: REGION,
  STAGE: 'dev',
};
const secretArns: Record<string, string> = {};
const execute = promisify(execFile);

try {
  await step('cdk bootstrap', () => cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]));
  await step('cdk deploy', () => deploy('first', {}));
  const made = await listResources(moto.url, REGION, STACK);
  console.log(`  ${made.size} resources\n`);

  await step('tenants create', () => cli('tenants create acme --target-url https://hooks.example.com/in'));
  await step('tenants list', async () => {
    const listed = await cli('tenants list');
    if (!listed.includes('acme')) throw new Error(`acme is not in the list:\n${listed}`);
    return listed;
  });
  // Its findings about quotas, point-in-time recovery and expiry are moto's, and nothing answers over HTTP.
  await step('doctor', async () => findingsOf(await cli('doctor', { mayFail: true })));

  await step('console', () =>
    rehearseConsole({ directory: ROOT, environment, stack: STACK, tenantId: 'acme' }),
  );

  await step('cdk deploy, with another setting', () => deploy('second', { WORKER_MAX_CONCURRENCY: '30' }));
  await step('what holds data is the same', async () => {
    const now = await listResources(moto.url, REGION, STACK);
    const kept = [...made].filter(([, { type }]) => /::(Table|Queue|RestApi)$/.test(type));
    const replaced = kept.filter(([name, { id }]) => now.get(name)?.id !== id);
    if (replaced.length > 0) throw new Error(`Replaced: ${replaced.map(([name]) => name).join(', ')}`);
    if (!(await cli('tenants list')).includes('acme')) throw new Error('The tenant is gone.');
    return `${kept.length} tables, queues and APIs kept their ids, and the tenant is there`;
  });
  console.log(
    '\nNot rehearsed: moto runs functions in Docker alone, so nothing is invoked: `pnpm dev` and `pnpm demo` do that.',
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`The last that moto wrote:\n${moto.written()}`);
  process.exitCode = 1;
} finally {
  await moto.stop();
  await rm(directory, { recursive: true, force: true });
}

async function step(title: string, act: () => Promise<string>): Promise<void> {
  console.log(title);
  const written = (await act()).trim();
  console.log(`${written.replaceAll(/^/gm, '  ')}\n`);
}

/** What failed, and the sum. */
function findingsOf(report: string): string {
  const lines = report.trimEnd().split('\n');
  return [...lines.filter((line) => line.includes('FAIL')), ...lines.slice(-1)].join('\n');
}

async function deploy(name: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const assembly = join(directory, name);
  await cdk(['synth', '--quiet', '--output', assembly], settings);
  const file = join(assembly, 'Switchyard.template.json');
  const template = templateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  await makeSecrets(template);
  const { template: adapted, changes } = adaptForMoto(template, secretArns);
  await writeFile(file, JSON.stringify(adapted));
  await cdk(['deploy', '--app', assembly, '--require-approval', 'never', '--method', 'direct']);
  return `deployed; for moto: ${changes.join(', ')}`;
}

async function makeSecrets(template: Template): Promise<void> {
  for (const name of secretsOf(template)) secretArns[name] ??= await createSecret(moto.url, REGION, name);
}

async function cdk(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout, stderr } = await run('node_modules/.bin/cdk', args, settings);
  return `${stdout}${stderr}`.trim().split('\n').slice(-1).join('');
}

async function cli(words: string, { mayFail = false } = {}): Promise<string> {
  const args = ['packages/cli/src/bin/cli.ts', ...words.split(' '), '--stack', STACK];
  const { stdout, stderr } = await run(process.execPath, args).catch(
    (error: { stdout?: string; stderr?: string }) => {
      if (!mayFail || error.stdout === undefined) throw error;
      return { stdout: error.stdout, stderr: error.stderr ?? '' };
    },
  );
  if (/QueueUrl=/.test(stderr)) throw new Error(`The SDK wrote into the output:\n${stderr}`);
  return stdout;
}

function run(program: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  return execute(program, args, {
    cwd: ROOT,
    env: { ...environment, ...settings },
    maxBuffer: 64 * 1024 * 1024,
  });
}
