import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { startInOnePart } from './start-in-one-part.ts';

const FILES = {
  'handler.js': `
    import { count } from './shared.js';
    import { both } from './both.js';
    export const handler = async () => [count(), both, (await import('./late.js')).late(), (await import('./other.js')).other()];`,
  'shared.js': 'let counted = 0; export const count = () => (counted += 1);',
  'both.js': "export const both = 'both';",
  'late.js': "import { count } from './shared.js'; export const late = () => count();",
  'other.js':
    "import { count } from './shared.js'; import { both } from './both.js'; export const other = () => both + count();",
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parts-'));
  await Promise.all(Object.entries(FILES).map(([name, text]) => writeFile(join(folder, name), text)));
  await writeFile(join(folder, 'package.json'), '{"type":"module","sideEffects":false}');
});
afterAll(() => rm(folder, { recursive: true }));

/** The files of a bundle, of which those at its start come first. */
async function bundleTo(name: string, withPlugin: boolean, together: readonly string[] = []) {
  const entry = join(folder, 'handler.js');
  const outdir = join(folder, name);
  await build({
    entryPoints: { index: entry },
    ...{ outdir, bundle: true, splitting: true, format: 'esm', platform: 'node' },
    chunkNames: 'part-[hash]',
    plugins: withPlugin ? [startInOnePart(entry, [together.map((file) => join(folder, file))])] : [],
  });
  const atStart = new Set(['index.js']);
  for (const file of atStart)
    for (const [, part = ''] of (await readFile(join(outdir, file), 'utf8')).matchAll(/from "\.\/(.+)"/g))
      atStart.add(part);
  const program = `console.log(JSON.stringify(await (await import('./${name}/index.js')).handler()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
  });
  return { atStart: atStart.size, parts: (await readdir(outdir)).length, answer: JSON.parse(stdout) };
}

it('what a function starts with is one part, and what comes later shares it', async () => {
  const answer = [1, 'both', 2, 'both3'];
  expect(await bundleTo('apart', false)).toMatchObject({ atStart: 3, answer });
  expect(await bundleTo('together', true)).toMatchObject({ atStart: 2, parts: 4, answer });
});

it('what is wanted together is one part', async () => {
  const answer = [1, 'both', 2, 'both3'];
  expect(await bundleTo('in-a-group', true, ['late.js', 'other.js'])).toMatchObject({
    atStart: 2,
    parts: 3,
    answer,
  });
});
