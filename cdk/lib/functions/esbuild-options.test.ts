import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import * as z from 'zod';
import { esbuildOptions } from './esbuild-options.ts';

/**
 * What is read and compiled at each cold start. There is 3 % of room; what does not fit belongs elsewhere, or later.
 * Never more than 800 for those that answer HTTP, and 420 for the others.
 */
const MAX_KILOBYTES = {
  authorizer: 285,
  'dlq-processor': 393,
  'ingest-api': 610,
  receiver: 549,
  'webhook-handler': 637,
  worker: 408,
} as const;
const packageNames = Object.keys(MAX_KILOBYTES);

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const namesSchema = z.record(z.string(), z.string()).default({});
const packageSchema = z.object({ dependencies: namesSchema, devDependencies: namesSchema });
const readPackage = (path: string) =>
  packageSchema.parse(JSON.parse(readFileSync(`${ROOT}${path}/package.json`, 'utf8')));

type Bundle = {
  /** Of the module itself. */
  readonly code: string;
  /** With all that it imports before it runs. */
  readonly kilobytes: number;
  /** Paths from the root of what is in the code, on demand or before. */
  readonly sources: readonly string[];
  /** Of them, what is read before it runs. */
  readonly atStart: readonly string[];
  /** Files in which that is. */
  readonly filesAtStart: number;
};
async function bundle(packageName: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    ...esbuildOptions(packageName, 'made'),
    write: false,
    metafile: true,
  });
  const { outputs } = metafile;
  const atStart = new Set(['made/index.mjs']);
  for (const path of atStart)
    for (const { kind, path: part } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && Object.hasOwn(outputs, part)) atStart.add(part);
  const bytes = [...atStart].reduce((sum, path) => sum + (outputs[path]?.bytes ?? Number.NaN), 0);
  const file = outputFiles.find(({ path }) => path.endsWith('/index.mjs'));
  if (file === undefined) throw new Error(`esbuild made nothing of ${packageName}.`);
  const sourcesOf = (paths: Iterable<string>) =>
    [...paths].flatMap((path) =>
      Object.entries(outputs[path]?.inputs ?? {}).flatMap(([source, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [source] : [],
      ),
    );
  return {
    code: file.text,
    kilobytes: bytes / 1000,
    sources: sourcesOf(Object.keys(outputs)),
    atStart: sourcesOf(atStart),
    filesAtStart: atStart.size,
  };
}

const bundles = new Map<string, Bundle>();
function bundleOf(packageName: string): Bundle {
  const made = bundles.get(packageName);
  if (made === undefined) throw new Error(`There is no bundle of ${packageName}.`);
  return made;
}
// Several seconds of work, much more on a busy machine.
beforeAll(async () => {
  await Promise.all(packageNames.map(async (name) => bundles.set(name, await bundle(name))));
}, 300_000);

/** The npm packages that are in the code. */
const dependenciesIn = ({ sources }: Bundle): string[] =>
  sources.flatMap((path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);

describe.each(Object.entries(MAX_KILOBYTES))('the bundle of %s', (name, maxKilobytes) => {
  it(`is at most ${maxKilobytes} kB`, () => {
    expect(bundleOf(name).kilobytes).toBeLessThanOrEqual(maxKilobytes);
  });

  it('has no package that is there for tests, documentation or CDK', () => {
    const [root, core, clients, cdk, own] = [
      '.',
      'packages/core',
      'packages/aws-clients',
      'cdk',
      `packages/${name}`,
    ].map(readPackage);
    const shipped = new Set(
      Object.keys({ ...core?.dependencies, ...clients?.dependencies, ...own?.dependencies }),
    );
    const others = Object.keys({
      ...root?.devDependencies,
      ...core?.devDependencies,
      ...own?.devDependencies,
      ...cdk?.dependencies,
    }).filter((dependency) => !shipped.has(dependency));

    expect(others).toEqual(expect.arrayContaining(['aws-cdk-lib', 'stripe']));
    const found = new Set(dependenciesIn(bundleOf(name)));
    expect(others.filter((dependency) => found.has(dependency))).toEqual([]);
  });

  it.each([
    'stripe',
    'twilio',
    'svix',
    'standardwebhooks',
    '@sendgrid/',
    '@fastify/swagger',
    'swagger-ui',
    'redoc',
    'ajv',
    '@aws-lambda-powertools/',
    'mnemonist',
    'thread-stream',
    '@aws-sdk/nested-clients',
    '@aws-sdk/token-providers',
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-login',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
  ])('has nothing of %s', (dependency) => {
    expect(dependenciesIn(bundleOf(name)).filter((found) => found.startsWith(dependency))).toEqual([]);
  });

  it('has none of our tests, test builders or documentation at build time', () => {
    const found = bundleOf(name).sources.filter((path) =>
      /\.test\.ts$|\/testing\/|\/openapi|documentation-files|record-example|describe-app/.test(path),
    );

    expect(found.filter((path) => !path.includes('node_modules'))).toEqual([]);
  });

  it('reads no file for a module of Node.js that the AWS SDK imports on demand', () => {
    expect(bundleOf(name).sources.filter((path) => path.startsWith('builtin-on-demand:'))).toEqual([]);
  });

  it('does not tell where it was made', () => {
    expect(bundleOf(name).code.includes(ROOT)).toBe(false);
  });
});

it.each([
  ['ingest-api', 'packages/ingest-api/src/endpoints/post-endpoint.route.ts'],
  ['ingest-api', '/@cfworker/json-schema/'],
  ['webhook-handler', '/htmlparser2/'],
  ['webhook-handler', '/postal-mime/'],
  ['webhook-handler', 'packages/webhook-handler/src/conversations/receive-message.ts'],
  ['webhook-handler', 'packages/webhook-handler/src/statuses/receive-reports.ts'],
  ['worker', 'packages/worker/src/replay-step.ts'],
])('%s does not read at its start what is imported on demand', (name, module) => {
  const { sources, atStart } = bundleOf(name);
  expect(sources.some((path) => path.includes(module))).toBe(true);
  expect(atStart.some((path) => path.includes(module))).toBe(false);
});

it('webhook-handler starts without the way in which any provider’s callbacks are parsed', () => {
  const isParser = (path: string) => /\/src\/providers\/\w+\/parse-/.test(path);
  const { sources, atStart } = bundleOf('webhook-handler');
  expect(sources.filter(isParser).length).toBeGreaterThan(4);
  expect(atStart.filter(isParser)).toEqual([]);
});

it.each(['ingest-api', 'webhook-handler', 'worker'])('%s starts with one part of code', (name) => {
  // `index.mjs`, the part, and esbuild's own helpers, which what libraries import on demand wants as well.
  expect(bundleOf(name).filesAtStart).toBeLessThanOrEqual(3);
});

it('a bundle is the same each time it is made', async () => {
  const { code } = await bundle('authorizer');

  expect(code === bundleOf('authorizer').code).toBe(true);
}, 300_000);
