// node write-bundle.ts <package> <folder>: writes the package's bundle into the folder.
import { build } from 'esbuild';
import { esbuildOptions } from './esbuild-options.ts';

const [packageName, folder] = process.argv.slice(2);
if (packageName === undefined || folder === undefined) throw new TypeError('Name a package and a folder.');
await build(esbuildOptions(packageName, folder));
