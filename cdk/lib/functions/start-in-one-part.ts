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
 * @param together paths of modules that are wanted together on demand, each group as one part; no two of a group
 *   export the same name
 */
export const startInOnePart = (entry: string, together: readonly (readonly string[])[] = []): Plugin => ({
  name: 'start-in-one-part',
  setup({ onResolve, onLoad, resolve }) {
    const groupOf = new Map(together.flatMap((group) => group.map((path) => [path, group] as const)));
    // Our own code makes parts; what libraries import on demand is of Node.js.
    onResolve({ filter: /^(\.|@switchyard\/)/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === ASKED_HERE) return undefined;
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: ASKED_HERE });
      if (found.errors.length > 0) return { errors: found.errors };
      // One path for all of a group, and so one part.
      return { path: (groupOf.get(found.path) ?? [found.path])[0] ?? '', namespace: NAMESPACE };
    });
    onResolve({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ path }));
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
      contents: [
        `export { handler as $start } from ${JSON.stringify(entry)};`,
        ...(groupOf.get(path) ?? [path]).map((each) => `export * from ${JSON.stringify(each)};`),
      ].join('\n'),
    }));
  },
});
