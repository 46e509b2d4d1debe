import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import * as z from 'zod';
import { esbuildOptions } from './esbuild-options.ts';

/** A bundle is read and compiled at each cold start. These leave a tenth of room for growth. */
const MAX_KILOBYTES = {
  authorizer: 590,
  'dlq-processor': 650,
  'ingest-api': 1_380,
  receiver: 1_340,
  'webhook-handler': 1_560,
  worker: 1_520,
} as const;
const packageNames = Object.keys(MAX_KILOBYTES);

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const namesSchema = z.record(z.string(), z.string()).default({});
const packageSchema = z.object({ dependencies: namesSchema, devDependencies: namesSchema });
const readPackage = (path: string) =>
  packageSchema.parse(JSON.parse(readFileSync(`${ROOT}${path}/package.json`, 'utf8')));

type Bundle = {
  readonly code: string;
  readonly kilobytes: number;
  /** Paths from the root of what is in the code. */
  readonly sources: readonly string[];
};
async function bundle(packageName: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    ...esbuildOptions(packageName),
    outfile: 'index.mjs',
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${packageName}.`);
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { code: file.text, kilobytes: file.contents.byteLength / 1000, sources };
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
  ])('has nothing of %s', (dependency) => {
    expect(dependenciesIn(bundleOf(name)).filter((found) => found.startsWith(dependency))).toEqual([]);
  });

  it('has none of our tests, test builders or documentation at build time', () => {
    const found = bundleOf(name).sources.filter((path) =>
      /\.test\.ts$|\/testing\/|\/openapi|documentation-files|record-example|describe-app/.test(path),
    );

    expect(found.filter((path) => !path.includes('node_modules'))).toEqual([]);
  });

  it('does not tell where it was made', () => {
    expect(bundleOf(name).code.includes(ROOT)).toBe(false);
  });
});

it('a bundle is the same each time it is made', async () => {
  const { code } = await bundle('authorizer');

  expect(code === bundleOf('authorizer').code).toBe(true);
}, 300_000);
