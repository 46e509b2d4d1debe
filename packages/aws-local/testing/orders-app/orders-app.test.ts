import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseObject } from '../../src/json.ts';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(PACKAGE, 'examples/run.ts');
const START_LIMIT_MS = 120_000;

let directory: string;
let program: ChildProcessWithoutNullStreams;
let shopUrl: string;
let said = '';

beforeAll(async () => {
  // Below the package, so that the functions find the SDK as they would in a project of their own.
  const cache = join(PACKAGE, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  directory = await mkdtemp(join(cache, 'orders-app-'));
  const app = fileURLToPath(new URL('./app.ts', import.meta.url));
  const env = { ...process.env, CDK_OUTDIR: join(directory, 'cdk.out'), CDK_VALIDATION: 'false' };
  await promisify(execFile)(process.execPath, [app], { env });
  program = spawn(process.execPath, [PROGRAM], { cwd: directory });
  program.stderr.on('data', (chunk) => {
    said += chunk;
  });
  shopUrl = String((await firstJson(program))?.ShopUrl);
}, START_LIMIT_MS);

afterAll(async () => {
  if (program?.exitCode === null) {
    const exited = once(program, 'exit');
    program.kill('SIGTERM');
    await exited;
  }
  await rm(directory, { recursive: true, force: true });
});

/** The program prints one object, over several lines. */
async function firstJson({ stdout }: ChildProcessWithoutNullStreams) {
  let text = '';
  for await (const chunk of stdout) {
    text += chunk;
    const object = parseObject(text);
    if (object) return object;
  }
  throw new Error(`The program ended early: ${said}`);
}

const ask = (path: string, init: RequestInit = {}, token = 'open sesame') =>
  fetch(`${shopUrl}${path}`, { ...init, headers: { authorization: token, connection: 'close' } });

it('an app of nobody we know answers over HTTP, with its authorizer, table, queue and worker', async () => {
  const placed = await ask('/orders', { method: 'POST', body: '{"id":"o1"}' });
  expect([placed.status, await placed.json()]).toEqual([201, { id: 'o1', status: 'placed' }]);
  let order: unknown;
  do order = await (await ask('/orders/o1')).json();
  while (JSON.stringify(order).includes('placed'));
  expect(order).toEqual({ id: 'o1', status: 'shipped' });
});

it('its authorizer refuses whoever does not know the word', async () => {
  expect((await ask('/orders/o1', {}, 'please')).status).toBe(401);
});

it('says what of the app it does not run', () => {
  expect(said).toMatch(/Not run here: Clicks\w* \(AWS::Kinesis::Stream\)/);
});

it('the program is the one that the README shows', async () => {
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8');
  expect(readme).toContain(await readFile(PROGRAM, 'utf8'));
});
