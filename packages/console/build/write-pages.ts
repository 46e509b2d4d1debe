import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPages, compressed, type PageSet } from './page-files.ts';

/** Makes the pages as a function serves them: `index.html` as it is, assets compressed. */
export function writePages(set: PageSet, directory: string): void {
  for (const { name, bytes } of buildPages(set).files) {
    const isAsset = name.startsWith('assets/');
    const target = join(directory, isAsset ? `${name}.br` : name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, isAsset ? compressed(bytes) : bytes);
  }
}
