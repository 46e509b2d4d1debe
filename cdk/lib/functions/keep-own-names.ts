import { readFileSync } from 'node:fs';
import { type Plugin, transformSync } from 'esbuild';

/** What esbuild writes before a file whose names it keeps; bundle-helpers.js has it once for all. */
const HELPER = /^var __defProp = .*\nvar __name = .*\n/;

/**
 * A plugin of esbuild. Minified, an error would be called `a` in the log and its stack tell of `b` and `c`: functions and
 * classes of ours keep their names. esbuild's own `keepNames` does it to libraries as well, each time that one of their
 * functions is made.
 */
export const keepOwnNames: Plugin = {
  name: 'keep-own-names',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const { code } = transformSync(readFileSync(path, 'utf8'), {
        loader: 'ts',
        target: 'node24',
        keepNames: true,
      });
      return { contents: code.replace(HELPER, ''), loader: 'js' };
    });
  },
};
