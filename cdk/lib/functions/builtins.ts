import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'builtin';
const ON_DEMAND_NAMESPACE = 'builtin-on-demand';
const REQUIRED_NAMESPACE = 'required-builtin';
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** What `node:http` has of undici and loads when it is read. No function uses it. */
const UNDICI = ['WebSocket', 'CloseEvent', 'MessageEvent'];

/**
 * A module of Node.js, each name of which is taken when somebody imports it. Where an ES module imports of `node:http`
 * itself, Node.js reads every name there is, and with them loads undici: a sixth of the worker's start.
 */
function takeByName(module: string): string {
  const names = Object.getOwnPropertyNames(process.getBuiltinModule(module) ?? {}).filter(
    (name) => name !== 'default' && IDENTIFIER.test(name) && !(module === 'http' && UNDICI.includes(name)),
  );
  return [
    `const module = process.getBuiltinModule('${module}');`,
    'export default module;',
    'const take = (name) => module[name];',
    // Pure: esbuild leaves out what nobody imports.
    ...names.map(
      (name, index) => `const _${index} = /* @__PURE__ */ take('${name}'); export { _${index} as ${name} };`,
    ),
  ].join('\n');
}

const refusing = (module: string, reason: string): string =>
  `module.exports = __refusing('node:${module}', '${reason}');`;

/** What a library requires for one name, or for what no function does, and a module of Node.js has much else to load for. */
const REQUIRED = new Map([
  // pino asks whether it may listen to the end of the process.
  ['worker_threads', 'module.exports = { isMainThread: true };'],
  // Fastify has them for a server that listens.
  ['http2', refusing('http2', 'Lambda hands over the requests')],
  ['dns', refusing('dns', 'Lambda hands over the requests')],
  // Fastify measures how long a request took.
  [
    'perf_hooks',
    'module.exports = { performance: { now: () => Number(process.hrtime.bigint()) / 1_000_000 } };',
  ],
  // Fastify and its router check what is written in the code.
  [
    'assert',
    `module.exports = (value, message = 'An assertion failed.') => {
       if (!value) throw message instanceof Error ? message : new Error(message);
     };`,
  ],
]);

/** Where the AWS SDK takes a module of Node.js when its first call needs it. */
const SDK_MODULE = /[\\/]node_modules[\\/]@(aws|aws-sdk|smithy)[\\/].*\.js$/;
const ON_DEMAND = /\bimport\((["'])node:(\w+)\1\)/g;

/** A plugin of esbuild. */
export const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z\d_/]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      const module = path.replace('node:', '');
      if (kind === 'import-statement') return { path: module, namespace: NAMESPACE, sideEffects: false };
      // Apart from the other, which would become a file of its own beside it, one more to read at each start.
      if (kind === 'dynamic-import')
        return { path: module, namespace: ON_DEMAND_NAMESPACE, sideEffects: false };
      return kind === 'require-call' && REQUIRED.has(module)
        ? { path: module, namespace: REQUIRED_NAMESPACE }
        : undefined;
    });
    onLoad({ filter: /./, namespace: REQUIRED_NAMESPACE }, ({ path }) => ({
      contents: REQUIRED.get(path) ?? '',
      loader: 'js',
    }));
    // Node.js has it in memory: as a part of its own each would be a file to read in the first call.
    onLoad({ filter: SDK_MODULE }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(ON_DEMAND, "Promise.resolve(process.getBuiltinModule('$2'))");
      return contents === text ? undefined : { contents, loader: 'js' };
    });
    for (const namespace of [NAMESPACE, ON_DEMAND_NAMESPACE])
      onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: takeByName(path), loader: 'js' }));
  },
};
