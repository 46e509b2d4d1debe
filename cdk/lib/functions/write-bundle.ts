// node write-bundle.ts <package> <folder> [<pages>]: writes the package's bundle, and the pages that it serves, into the folder.
import { join } from 'node:path';
import { writePages } from '@switchyard/console/build';
import { build } from 'esbuild';
import { esbuildOptions } from './esbuild-options.ts';

const [packageName, folder, pages] = process.argv.slice(2);
if (packageName === undefined || folder === undefined) throw new TypeError('Name a package and a folder.');
await build(esbuildOptions(packageName, folder));
if (pages === 'portal') writePages(pages, join(folder, pages));
