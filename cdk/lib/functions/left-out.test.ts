import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiKey } from '@switchyard/core/tenants';
import { build } from 'esbuild';
import { esbuildOptions } from './esbuild-options.ts';
import { LEFT_OUT, leaveOut } from './left-out.ts';

const INGEST_API = fileURLToPath(new URL('../../../packages/ingest-api', import.meta.url));
const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'left-out-'));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

/** A program with what the ingest API's package has, bundled as functions are; its output, or what it died of. */
async function run(program: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = join(await newFolder(), 'program.mjs');
  await writeFile(file, program);
  const done = promisify(execFile)(process.execPath, [file], { env: { ...env } });
  return done.then(
    ({ stdout }) => stdout,
    (error: { readonly stderr?: string }) => String(error.stderr),
  );
}
async function bundled(program: string, plugins = [leaveOut]): Promise<string> {
  const { banner, platform, format, mainFields, inject } = esbuildOptions('ingest-api', 'made');
  const { outputFiles } = await build({
    ...{ banner, platform, format, mainFields, inject, bundle: true, write: false, plugins },
    stdin: { contents: program, resolveDir: INGEST_API },
  });
  return outputFiles.map(({ text }) => text).join('');
}
const runBundled = async (program: string): Promise<string> => run(await bundled(program));

describe('a bundle that comes to need what is left out says so', () => {
  it.each([
    [
      '@fastify/ajv-compiler/index.js',
      "import fastify from 'fastify'; fastify().get('/', { schema: { querystring: { type: 'object' } } }, () => '').ready();",
    ],
    ['zod/v4/core/to-json-schema.js', "import * as z from 'zod'; z.string().toJSONSchema();"],
    ['zod/v4/core/json-schema-processors.js', "import * as z from 'zod'; z.toJSONSchema(z.string());"],
    ['zod/v4/core/json-schema-processors.js', "import * as z from 'zod'; z.string().max(3).maxLength;"],
  ])('%s', async (module, program) => {
    expect(await runBundled(program)).toContain(`${module} is left out of the bundles: `);
  });
});

describe('what works instead', () => {
  it('of a value that JSON.stringify refuses logs what can be told', async () => {
    const output = await runBundled(`
      import { createLogger } from '@switchyard/core/logging';
      const error = { code: 'E', size: 10n };
      error.self = error;
      createLogger('test', 'info').info({ error }, 'failed');`);
    expect(JSON.parse(output)).toMatchObject({
      error: { code: 'E', size: '10', self: { code: 'E', self: '[Circular]' } },
      msg: 'failed',
    });
  });

  it('fills in the options of Fastify as Fastify itself does', async () => {
    const program = `
      import fastify from 'fastify';
      const compilersFactory = { buildValidator: () => undefined, buildSerializer: () => undefined };
      const options = { bodyLimit: 5, routerOptions: { maxParamLength: 7 }, schemaController: { compilersFactory } };
      const { initialConfig } = fastify(options);
      const sorted = (object) =>
        Object.fromEntries(
          Object.entries(object)
            .map(([name, value]) => [name, Object(value) === value ? sorted(value) : value])
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        );
      console.log(JSON.stringify(sorted(initialConfig)));`;
    const own = await run(await bundled(program, []));
    expect(JSON.parse(own)).toMatchObject({ bodyLimit: 5, routerOptions: { maxParamLength: 7 } });
    expect(await runBundled(program)).toBe(own);
  });
});

it('every module that is left out is one that the bundles would have', async () => {
  const names = ['authorizer', 'ingest-api', 'webhook-handler'];
  const made = await Promise.all(
    names.map((name) => build({ ...esbuildOptions(name, 'made'), write: false, metafile: true })),
  );
  const inputs = new Set(made.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  const unknown = LEFT_OUT.filter(
    ({ module }) => ![...inputs].some((path) => path.endsWith(`/node_modules/${module}`)),
  );
  expect(unknown.map(({ module }) => module)).toEqual([]);
}, 300_000);

describe("a function's credentials", () => {
  const event = {
    type: 'TOKEN',
    authorizationToken: `Bearer ${createApiKey(randomBytes)}`,
    methodArn: 'arn:aws:execute-api:eu-west-1:1:a/dev/GET/v1/events',
  };
  let folder = '';
  beforeAll(async () => {
    folder = await newFolder();
    await build(esbuildOptions('authorizer', folder));
  }, 300_000);

  /** Calls the authorizer's bundle beside a DynamoDB that knows nobody. */
  async function callWith(credentials: Readonly<Record<string, string>>) {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer(({ headers }, response) => {
      asked.push(headers);
      response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const output = await run(
      `import { handler } from ${JSON.stringify(join(folder, 'index.mjs'))};
      await handler(${JSON.stringify(event)}, { awsRequestId: 'r' }).catch((error) => console.log(error.message));`,
      {
        ...credentials,
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        HOME: folder,
        TENANT_IDENTITY_TABLE: 'TenantIdentity',
        DEFAULT_USAGE_KEY: 'the-key-of-no-limits-of-its-own',
        LOG_LEVEL: 'info',
      },
    );
    await new Promise((resolve) => server.close(resolve));
    return { asked, output };
  }

  it('are those in the variables that Lambda sets, with their session', async () => {
    const { asked, output } = await callWith({
      AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'a secret',
      AWS_SESSION_TOKEN: 'a session',
    });
    expect(output).toContain('Unauthorized');
    expect(asked).toEqual([
      expect.objectContaining({
        'x-amz-security-token': 'a session',
        authorization: expect.stringContaining('Credential=ASIAEXAMPLE/'),
      }),
    ]);
  });

  it('come from nowhere else', async () => {
    const { asked, output } = await callWith({ AWS_PROFILE: 'mine' });
    expect(asked).toEqual([]);
    expect(output).toContain('Unable to find environment variable credentials');
  });
});
