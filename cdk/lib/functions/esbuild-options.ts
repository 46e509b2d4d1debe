import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder that holds all of a package's code. */
export const sourceFolder = (packageName: string): string => join(ROOT, 'packages', packageName, 'src');

/** How a package's handler becomes one ES module. */
export function esbuildOptions(packageName: string) {
  return {
    entryPoints: [join(sourceFolder(packageName), 'handler.ts')],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    // Some dependencies are CommonJS and call require() at run time; an ES module has none of its own.
    banner: {
      js: "import{createRequire as switchyardRequire}from'node:module';const require=switchyardRequire(import.meta.url);",
    },
  } as const satisfies BuildOptions;
}
