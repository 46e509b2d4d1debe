import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { builtins } from './builtins.ts';
import { keepOwnNames } from './keep-own-names.ts';
import { leaveOut } from './left-out.ts';
import { startInOnePart } from './start-in-one-part.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const HELPERS = fileURLToPath(new URL('./bundle-helpers.js', import.meta.url));

/** The folder that holds all of a package's code. */
export const sourceFolder = (packageName: string): string => join(ROOT, 'packages', packageName, 'src');

/** Where something is imported on demand, in a module of its own beside the function's. */
const WITH_PARTS: readonly string[] = ['ingest-api', 'webhook-handler', 'worker'];

/** Of what is imported on demand, what one request wants together: one module each, instead of many small ones. */
const TOGETHER: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'webhook-handler': [
    ['conversations/receive-message.ts', 'providers/twilio/parse-message.ts'],
    ['statuses/receive-reports.ts', 'providers/twilio/parse-status.ts', 'providers/sendgrid/parse-events.ts'],
  ],
};

/** How a package's handler becomes one ES module, `index.mjs` in a folder. */
export function esbuildOptions(packageName: string, folder: string) {
  const entry = join(sourceFolder(packageName), 'handler.ts');
  const withParts = WITH_PARTS.includes(packageName);
  const together = (TOGETHER[packageName] ?? []).map((group) =>
    group.map((path) => join(sourceFolder(packageName), path)),
  );
  return {
    entryPoints: { index: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: withParts,
    chunkNames: 'part-[hash]',
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [...(withParts ? [startInOnePart(entry, together)] : []), leaveOut, builtins, keepOwnNames],
    inject: [HELPERS],
    legalComments: 'none',
    logLevel: 'warning',
    // Some dependencies are CommonJS and call require() at run time; an ES module has none of its own.
    banner: {
      js: "import{createRequire as switchyardRequire}from'node:module';const require=switchyardRequire(import.meta.url);",
    },
  } as const satisfies BuildOptions;
}
