import type { Plugin } from 'esbuild';

const NAMESPACE = 'on-demand';
/** How this plugin knows its own questions to esbuild. */
const ASKED_HERE = Symbol('asked here');

/**
 * A plugin of esbuild. It puts modules together by which parts want them, and a function of a few parts would start
 * with a dozen files, each to be found, read and compiled. So whatever is imported on demand wants the function itself,
 * which is there by then: all that it starts with is wanted by everyone, and is one file.
 *
 * @param entry path of the function's module
 */
export const startInOnePart = (entry: string): Plugin => ({
  name: 'start-in-one-part',
  setup({ onResolve, onLoad, resolve }) {
    // Our own code makes parts; what libraries import on demand is of Node.js.
    onResolve({ filter: /^(\.|@switchyard\/)/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === ASKED_HERE) return undefined;
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: ASKED_HERE });
      return found.errors.length > 0 ? { errors: found.errors } : { path: found.path, namespace: NAMESPACE };
    });
    onResolve({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ path }));
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
      contents: `export { handler as $start } from ${JSON.stringify(entry)}; export * from ${JSON.stringify(path)};`,
    }));
  },
});
