import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageSet } from '@switchyard/console/build';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { sourceFolder } from './esbuild-options.ts';

const WRITE_BUNDLE = fileURLToPath(new URL('./write-bundle.ts', import.meta.url));

export type BundleFile = {
  /** Path inside the bundle. */
  readonly name: string;
  /** Absolute path of the file to copy. */
  readonly source: string;
};

export type BundleParts = {
  readonly files?: readonly BundleFile[];
  /** Pages whose folder is put beside the code, where they are made when the function is bundled. */
  readonly pages?: PageSet;
};

/**
 * One ES module from a package's handler and all that it imports, and the files that it reads at run time. The
 * hash is of the result, so a function changes exactly when its code does.
 *
 * esbuild's own API instead of NodejsFunction: that one starts the package manager for each function, which must then
 * be on the PATH, and falls back to Docker where it is not. See docs/adr/0002-bundling.md.
 */
export function bundle(packageName: string, { files = [], pages }: BundleParts = {}): Code {
  // CDK caches bundles by this folder, and hashes it where bundling is skipped: so not the whole repository.
  return Code.fromAsset(sourceFolder(packageName), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: the local bundling below always succeeds or throws.
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle(outputDirectory) {
          // A process of its own: CDK waits for the result, and esbuild takes plugins only where somebody awaits it.
          execFileSync(
            process.execPath,
            [WRITE_BUNDLE, packageName, outputDirectory, ...(pages === undefined ? [] : [pages])],
            {
              stdio: ['ignore', 'inherit', 'inherit'],
            },
          );
          for (const { name, source } of files) {
            const target = join(outputDirectory, name);
            mkdirSync(join(target, '..'), { recursive: true });
            copyFileSync(source, target);
          }
          return true;
        },
      },
    },
  });
}
