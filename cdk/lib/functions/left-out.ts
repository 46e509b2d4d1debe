import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';
import * as z from 'zod';

const validatorSchema = z.object({ defaultInitOptions: z.record(z.string(), z.json()) });

/** Fastify's own defaults, filled in as its validator does it. */
function withoutChecks(path: string): string {
  const { defaultInitOptions } = validatorSchema.parse({ ...createRequire(path)(path) });
  return `
    const defaultInitOptions = ${JSON.stringify(defaultInitOptions)};
    const { routerOptions: ofRouter, allowErrorHandlerOverride, ...defaults } = defaultInitOptions;
    const isKnown = (name) => Object.hasOwn(defaults, name) || name === 'routerOptions';
    const validate = (options) => {
      for (const name of Object.keys(options)) if (!isKnown(name)) delete options[name];
      for (const [name, value] of Object.entries(defaults)) options[name] ??= value;
      if (options.routerOptions !== undefined) options.routerOptions = { ...ofRouter, ...options.routerOptions };
      return true;
    };
    module.exports = Object.assign(validate, { defaultInitOptions });`;
}

type LeftOut = {
  /** End of the module's path, behind node_modules. */
  readonly module: string;
  /** Why no function uses it: what an error says where one does. */
  readonly reason: string;
  /** Of an ES module: what others import of it. esbuild refuses to make a bundle that wants more. */
  readonly names?: readonly string[];
  /** Of a CommonJS module: what others take of it when they are loaded, and do not call. */
  readonly taken?: readonly string[];
  /** What does the module's work instead, where a library calls it each time; of the path of the module. */
  readonly instead?: string | ((path: string) => string);
};

const NO_STREAMS = 'no AWS call here streams events';
const TO_STANDARD_OUTPUT = 'log lines go to the stream of standard output and nowhere else';
const NO_JSON_SCHEMA = 'JSON schemas are made with the documents, not when a function runs';

/**
 * What libraries load and none of our functions uses. One that comes to need it fails, saying so, in the first test that
 * runs its bundle.
 */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    module: '@aws-sdk/credential-provider-node/dist-es/index.js',
    reason:
      'Lambda gives a function the credentials of its role in variables, for as long as the environment lives',
    instead: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  },
  {
    module: '@aws-sdk/middleware-endpoint-discovery/dist-es/index.js',
    reason: 'no command of DynamoDB uses it',
    instead: `
      const unset = () => undefined;
      export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS =
        { environmentVariableSelector: unset, configFileSelector: unset, default: undefined };
      export const resolveEndpointDiscoveryConfig = (config) => config;`,
  },
  {
    module: '@smithy/signature-v4/dist-es/SignatureV4.js',
    reason: 'leanClient signs',
    names: ['SignatureV4'],
  },
  {
    module: '@smithy/core/dist-es/submodules/event-streams/index.js',
    reason: NO_STREAMS,
    names: ['EventStreamSerde', 'eventStreamSerdeProvider'],
  },
  {
    module: '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
    reason: 'Node.js has SHA-256 itself',
    names: ['Sha256Js'],
  },
  {
    module: '@smithy/core/dist-es/submodules/checksum/md5/Md5Js.js',
    reason: 'Node.js has MD5 itself',
    names: ['Md5Js'],
  },
  {
    module:
      '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    reason: 'Lambda gives a function its region in a variable',
    instead: 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    module: '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js',
    reason: 'Lambda gives a function its settings in variables; there are no files of profiles',
    instead: `
      export { CONFIG_PREFIX_SEPARATOR } from './constants';
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  },
  {
    module: '@smithy/core/dist-es/submodules/serde/util-body-length/calculateBodyLength.js',
    reason: 'no call sends a file: the body is text or bytes',
    instead: `
      export const calculateBodyLength = (body) =>
        body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;`,
  },
  {
    module: '@smithy/core/dist-es/submodules/retry/util-retry/DefaultRateLimiter.js',
    reason: 'calls are repeated in the standard way, not in the adaptive one',
    names: ['DefaultRateLimiter'],
  },
  { module: 'pino/lib/transport.js', reason: TO_STANDARD_OUTPUT },
  { module: 'pino/lib/multistream.js', reason: TO_STANDARD_OUTPUT },
  { module: 'sonic-boom/index.js', reason: TO_STANDARD_OUTPUT },
  { module: 'on-exit-leak-free/index.js', reason: TO_STANDARD_OUTPUT },
  {
    module: 'safe-stable-stringify/index.js',
    reason: 'pino asks it only for what JSON.stringify refuses, and no order of keys matters there',
    instead: `
      const configure = () => (value) => {
        const seen = new WeakSet();
        return JSON.stringify(value, (_, each) => {
          if (typeof each === 'bigint') return String(each);
          if (each === null || typeof each !== 'object') return each;
          if (seen.has(each)) return '[Circular]';
          seen.add(each);
          return each;
        });
      };
      module.exports = { configure };`,
  },
  {
    module: 'fastify/lib/config-validator.js',
    reason: 'the options are written in the code, and checked in the tests, which run without a bundle',
    instead: withoutChecks,
  },
  {
    module: 'toad-cache/dist/toad-cache.cjs',
    reason: 'Fastify has few content types to remember',
    instead: `
      class FifoMap {
        constructor(max) {
          this.max = max;
          this.items = new Map();
        }
        get(key) {
          return this.items.get(key);
        }
        set(key, value) {
          if (this.items.size >= this.max) this.items.delete(this.items.keys().next().value);
          this.items.set(key, value);
        }
      }
      module.exports = { FifoMap };`,
  },
  { module: '@fastify/proxy-addr/index.js', reason: 'the address of a client comes from API Gateway' },
  { module: 'light-my-request/lib/cookies.js', reason: 'no request has cookies', taken: ['encodeCookies'] },
  { module: '@fastify/ajv-compiler/index.js', reason: 'zod validates what comes in' },
  { module: '@fastify/fast-json-stringify-compiler/index.js', reason: 'zod checks what goes out' },
  { module: 'bowser/bowser.mjs', reason: 'no function runs in a browser', names: ['default'] },
  {
    module: 'find-my-way/lib/pretty-print.js',
    reason: 'nobody prints the routes',
    taken: ['prettyPrintTree'],
  },
  {
    module: 'safe-regex2/index.js',
    reason: 'it judges what is written in the code, as it does in the tests, which run without a bundle',
    instead: 'module.exports = () => true;',
  },
  { module: 'set-cookie-parser/dist/set-cookie.cjs', reason: 'no answer sets a cookie' },
  { module: 'semver/index.js', reason: 'no plugin is registered that names a version of Fastify' },
  {
    module: 'light-my-request/lib/config-validator.js',
    reason: 'each request comes from the adapter for Lambda, which makes the options',
    instead: 'module.exports = () => true;',
  },
  {
    module: 'zod/v4/core/json-schema-processors.js',
    reason: NO_JSON_SCHEMA,
    names: ['allProcessors', 'toJSONSchema', 'aggregateChecks'],
  },
  {
    module: 'zod/v4/core/to-json-schema.js',
    reason: NO_JSON_SCHEMA,
    names: ['createToJSONSchemaMethod', 'createStandardJSONSchemaMethod'],
  },
  { module: 'zod/v4/core/json-schema-generator.js', reason: NO_JSON_SCHEMA, names: ['JSONSchemaGenerator'] },
  {
    module: 'postal-mime/dist/esm/html-entities.js',
    reason: 'postal-mime reads heads of mails, and htmlparser2 their HTML',
    names: ['htmlEntities'],
  },
];

/** A module that throws where it is used. */
function refusing({ module, reason, names, taken = [] }: LeftOut): string {
  const exported =
    names === undefined
      ? `module.exports = Object.assign(refusing, { ${taken.map((name) => `${name}: refusing`).join(', ')} })`
      : `export { ${names.map((name) => `refusing as ${name}`).join(', ')} }`;
  return `const refusing = __refusing(${JSON.stringify(module)}, ${JSON.stringify(reason)}); ${exported};`;
}

const versionSchema = z.object({ version: z.string() });

/** A plugin of esbuild. */
export const leaveOut: Plugin = {
  name: 'left-out',
  setup({ onLoad }) {
    for (const one of LEFT_OUT) {
      const path = one.module.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]');
      onLoad({ filter: new RegExp(`[\\\\/]node_modules[\\\\/]${path}$`) }, (found) => ({
        contents:
          (typeof one.instead === 'function' ? one.instead(found.path) : one.instead) ?? refusing(one),
        // Where the module itself finds what it imports.
        resolveDir: dirname(found.path),
      }));
    }
    // A client reads its version of its package.json, and nothing else.
    onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = versionSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
