import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { filesLoadedBy, type Import, importsOf, ROOT, type SourceFile, sourceFiles } from './source-files.ts';

/** Arrows point down only. A package that is not here yet gets a line. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'aws-clients': ['core'],
  authorizer: ['core', 'aws-clients'],
  'api-docs': ['core'],
  console: ['core'],
  'ingest-api': ['core', 'aws-clients', 'api-docs', 'console'],
  worker: ['core', 'aws-clients'],
  'webhook-handler': ['core', 'aws-clients'],
  receiver: ['core', 'aws-clients', 'api-docs'],
  'dlq-processor': ['core', 'aws-clients'],
  'aws-local': [],
  cdk: [
    'core',
    'api-docs',
    'console',
    'authorizer',
    'ingest-api',
    'worker',
    'webhook-handler',
    'receiver',
    'dlq-processor',
  ],
  cli: ['console', 'core', 'aws-clients', 'cdk', 'webhook-handler', 'dlq-processor'],
  local: ['core', 'aws-clients', 'aws-local', 'cli', 'webhook-handler'],
  bench: ['aws-clients', 'aws-local', 'local'],
};

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const ofSources = imports.filter(({ file }) => file.kind === 'source');
const ofPackages = ofSources.filter(({ file }) => file.package !== '.');

const say = ({ file, from }: Import): string => `${file.path} imports ${from}`;
/** `core` for `@switchyard/core/clock`. */
const ownPackage = (from: string): string | undefined => /^@switchyard\/([^/]+)/.exec(from)?.[1];
const target = ({ file, from }: Import): string => join(file.path, '..', from);
const rootOf = ({ package: name }: SourceFile): string => (name === 'cdk' ? 'cdk/' : `packages/${name}/`);
const isRelative = ({ from }: Import): boolean => from.startsWith('.');

it('finds what files import', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(imports.length).toBeGreaterThan(1_500);
  const text = [
    "import a, { type B } from './b.ts';",
    "import type {\n  C,\n} from 'c';",
    "export * from './d.ts';",
    ['await import(', "'e');"].join(''),
    "const example = `\nimport { f } from 'f';`;",
  ].join('\n');
  const file: SourceFile = { path: 'a.ts', package: 'core', kind: 'source', text };
  expect(importsOf(file).map(({ from, isType }) => [from, isType])).toEqual([
    ['./b.ts', false],
    ['c', true],
    ['./d.ts', false],
    ['e', false],
  ]);
});

it('every package says which of ours it may import', () => {
  const names = new Set(files.map((file) => file.package).filter((name) => name !== '.'));
  expect([...names].filter((name) => !Object.hasOwn(MAY_IMPORT, name))).toEqual([]);
});

it('packages import each other downwards only', () => {
  const upwards = ofPackages.filter(({ file, from }) => {
    const name = ownPackage(from);
    return name !== undefined && name !== file.package && !MAY_IMPORT[file.package]?.includes(name);
  });
  expect(upwards.map(say)).toEqual([]);
});

it('a package reaches into another by what it exports only', () => {
  const reaching = ofPackages.filter((one) => isRelative(one) && !target(one).startsWith(rootOf(one.file)));
  expect(reaching.map(say)).toEqual([]);
});

/** They play somebody else, as tests do: the demo, the load and the measurements the providers, and the examples in the OpenAPI documents the callers. */
const PLAYS_OTHERS =
  /^packages\/(local\/src\/(demo\/(inbound-steps|report-steps|tenancy-steps|provider-calls)|load\/requests|measure\/post-callback)\.ts|[^/]+\/openapi\/)/;

it('nothing that runs imports what is there for tests', () => {
  const testing = ofPackages.filter((one) =>
    isRelative(one)
      ? /(^|\/)testing\/|\.test\.ts$/.test(target(one))
      : /^@switchyard\/.*\/testing$/.test(one.from),
  );
  expect(testing.filter(({ file }) => !PLAYS_OTHERS.test(file.path)).map(say)).toEqual([]);
});

it('tests share one Chromium, and have it from one place', () => {
  const itself = imports.filter(({ from, isType }) => from === 'playwright-core' && !isType);
  expect(itself.map(({ file }) => file.path).toSorted()).toEqual([
    'packages/console/testing/connect-chromium.ts',
    'packages/console/testing/launch-chromium.ts',
  ]);
  const launching = imports.filter(
    ({ file, from }) => file.path.endsWith('.test.ts') && from.endsWith('/launch-chromium.ts'),
  );
  expect(launching.map(say)).toEqual([]);
});

it('core loads no AWS client', () => {
  const loading = ofPackages.filter(
    ({ file, from, isType }) => file.package === 'core' && !isType && from.startsWith('@aws-sdk/'),
  );
  expect(loading.map(say)).toEqual([]);
});

/**
 * Files of ours that one import from core loads: 2 to 3 ms each in a fresh process, in every test, command and function
 * thread that wants but one thing of it.
 */
const MOST_FILES = 16;
/** Those that need more, whose number may fall and should not grow. */
const MORE_FILES: Readonly<Record<string, number>> = {
  './accept-batch': 49,
  './accept-event': 41,
  './deliveries': 20,
  './endpoints/change-status': 27,
  './endpoints/create-endpoint': 26,
  './endpoints/delete-endpoint': 22,
  './endpoints/disable-endpoint': 23,
  './endpoints/endpoint-view': 18,
  './endpoints/rotate-secret': 20,
  './endpoints/send-test-event': 45,
  './endpoints/set-status': 17,
  './endpoints/sign-request': 18,
  './endpoints/store-client-certificate': 19,
  './endpoints/update-endpoint': 32,
  './event-types': 27,
  './event-views': 34,
  './health': 17,
  './health/read-health': 37,
  './messages/read-message': 17,
  './overview/read-overview': 46,
  './release-held': 21,
  './replays': 22,
  './replays/change-replay': 25,
  './replays/find-matches': 34,
  './replays/replay-delivery': 29,
  './replays/start-replay': 49,
  './ordering/look-soon': 18,
  './quarantine': 17,
  './requeue-delivery': 28,
  './tenants/create-tenant': 24,
  './tenants/find-tenant': 19,
};

it('finds the files that an import loads', () => {
  const file = (path: string, text: string): [string, SourceFile] => [
    path,
    { path, package: 'core', kind: 'source', text },
  ];
  const loaded = filesLoadedBy(
    'a/a.ts',
    new Map([
      file(
        'a/a.ts',
        "import { b } from '../b.ts';\nimport type { C } from './c.ts';\nimport * as z from 'zod';",
      ),
      file('b.ts', "export { a } from './a/a.ts';\nexport * from './d.ts';"),
      file('d.ts', ['const e = import(', "'./e.ts');"].join('')),
    ]),
  );
  expect([...loaded]).toEqual(['a/a.ts', 'b.ts', 'd.ts']);
});

it('an import from core loads few files', () => {
  const { exports } = coreSchema.parse(
    JSON.parse(readFileSync(join(ROOT, 'packages/core/package.json'), 'utf8')),
  );
  const byPath = new Map(files.map((file) => [file.path, file]));
  const tooMany = Object.entries(exports).flatMap(([subject, path]) => {
    if (subject === './testing') return [];
    const { size } = filesLoadedBy(join('packages/core', path), byPath);
    const most = MORE_FILES[subject] ?? MOST_FILES;
    return size <= most
      ? []
      : [
          `${subject} loads ${size} files of ours, at most ${most} are allowed: export the use case that brings them under a subpath of its own, or import the one file that has what is needed instead of one that loads more.`,
        ];
  });
  expect(tooMany).toEqual([]);
});

const coreSchema = z.object({ exports: z.record(z.string(), z.string()) });
const dependenciesSchema = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  name: z.string(),
  dependencies: dependenciesSchema,
  devDependencies: dependenciesSchema,
});
const manifestOf = (directory: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(ROOT, directory, 'package.json'), 'utf8')));

it('a package declares what it imports: what runs as a dependency, what is for tests as one of either kind', () => {
  const undeclared = imports.filter((one) => {
    if (isRelative(one)) return false;
    const name = /^(@[^/]+\/)?[^/]+/.exec(one.from)?.[0] ?? one.from;
    if (one.from.startsWith('node:') || builtinModules.includes(name)) return false;
    const manifest = manifestOf(one.file.package === '.' ? '.' : rootOf(one.file));
    const runs = one.file.kind === 'source' && !one.isType && one.file.package !== '.';
    const declared = runs ? manifest.dependencies : { ...manifest.dependencies, ...manifest.devDependencies };
    return (
      name !== manifest.name &&
      !Object.hasOwn(declared, name) &&
      !(one.isType && Object.hasOwn(declared, `@types/${name}`))
    );
  });
  expect([...new Set(undeclared.map(say))]).toEqual([]);
});

it('no test has modules of its own, which Node, that loads them, does not know (ADR 30)', () => {
  const foreign =
    /\bjest\s*\.(mock|doMock|unstable_mockModule|isolateModules\w*|resetModules|requireActual)\(/;
  expect(files.filter(({ text }) => foreign.test(text)).map(({ path }) => path)).toEqual([]);
});

it('no test looks for a few digits where there are clocks and random ids, which hold them by chance', () => {
  const byChance = /\.not\.to(?:Contain\((['"`])\d{1,9}\1|Match\(\/\d{1,9}\/)/;
  expect(files.filter(({ text }) => byChance.test(text)).map(({ path }) => path)).toEqual([]);
});

it('versions stand once, in the catalog', () => {
  const versions = globSync(['package.json', 'cdk/package.json', 'packages/*/package.json'], {
    cwd: ROOT,
  }).flatMap((path) => {
    const { dependencies, devDependencies } = manifestOf(join(path, '..'));
    return Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => version !== 'catalog:' && version !== 'workspace:*')
      .map(([name, version]) => `${path}: ${name} ${version}`);
  });
  expect(versions).toEqual([]);
});
