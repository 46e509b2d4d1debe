import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createRunDirectory } from './run-directory.ts';

/** Above every process id of Linux and macOS. */
const NOBODY = 4_194_305;

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'switchyard-run-directory-'));
});
afterEach(() => rm(parent, { recursive: true }));

it('a run has a directory of its own, empty', async () => {
  const directory = await createRunDirectory(join(parent, 'new'));
  await writeFile(join(directory, 'file'), '');
  expect(await readdir(await createRunDirectory(join(parent, 'new')))).toEqual([]);
});

it('what killed runs left is removed, and nothing else', async () => {
  for (const name of [`run-${NOBODY}`, `run-${process.ppid}`, 'local.json', 'run-notes'])
    await mkdir(join(parent, name));
  await createRunDirectory(parent);
  expect((await readdir(parent)).sort()).toEqual(
    ['local.json', 'run-notes', `run-${process.pid}`, `run-${process.ppid}`].sort(),
  );
});
