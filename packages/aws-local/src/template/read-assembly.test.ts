import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FIXTURE_DIRECTORY } from '../../testing/start-fixture.ts';
import { readAssembly } from './read-assembly.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assembly-'));
});
afterEach(() => rm(directory, { recursive: true }));

const writeManifest = (artifacts: Record<string, unknown>) =>
  writeFile(join(directory, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));

it('gives the stack its name and finds the code that the template names', async () => {
  const assembly = await readAssembly(FIXTURE_DIRECTORY);
  expect(assembly.stackName).toBe('fixture-test');
  expect(assembly.assetDirectory('api.zip')).toBe(join(FIXTURE_DIRECTORY, 'code-api'));
  expect(assembly.assetDirectory('other.zip')).toBeUndefined();
});

it('a directory without a manifest says to synthesize first', async () => {
  await expect(readAssembly(directory)).rejects.toThrow(
    /manifest\.json can not be read; run the synthesis first/,
  );
});

it('more than one stack is refused by name', async () => {
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'x.json' } };
  await writeManifest({ One: stack, Two: stack });
  await expect(readAssembly(directory)).rejects.toThrow(/exactly one stack; it holds 2 \(One, Two\)/);
});

it('a template of another shape is refused', async () => {
  await writeManifest({ One: { type: 'aws:cloudformation:stack', properties: { templateFile: 'x.json' } } });
  await writeFile(join(directory, 'x.json'), '{"Resources":[]}');
  await expect(readAssembly(directory)).rejects.toThrow(/is not what CDK writes/);
});
