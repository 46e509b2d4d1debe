import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { builtins } from './builtins.ts';
import { esbuildOptions } from './esbuild-options.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'builtins-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a program prints, bundled as functions are. */
async function output(program: string, plugins = [builtins]): Promise<string> {
  const { banner, platform, format, inject } = esbuildOptions('worker', folder);
  const { outputFiles } = await build({
    ...{ banner, platform, format, inject: [...inject], plugins, bundle: true, write: false },
    stdin: { contents: program },
  });
  const file = join(folder, 'program.mjs');
  await writeFile(file, outputFiles.map(({ text }) => text).join(''));
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  return stdout.trim();
}

const HAS_UNDICI = "process.moduleLoadList.some((name) => name.endsWith('undici/undici'))";

describe('a module of Node.js in a bundle', () => {
  it.each([
    ['by name', `import { request } from 'node:http'; console.log(typeof request, ${HAS_UNDICI});`],
    ['whole', `import http from 'http'; console.log(typeof http.request, ${HAS_UNDICI});`],
    [
      'on demand',
      `const { request } = await import('node:http'); console.log(typeof request, ${HAS_UNDICI});`,
    ],
  ])('imported %s loads nothing of undici', async (_, program) => {
    expect(await output(program)).toBe('function false');
  });

  it('would load undici without this', async () => {
    const program = `import { request } from 'node:http'; console.log(typeof request, ${HAS_UNDICI});`;
    expect(await output(program, [])).toBe('function true');
  });

  it('is the same, by whatever name it is imported or required', async () => {
    const program = `
      import { EventEmitter } from 'node:events';
      import * as all from 'events';
      console.log(EventEmitter === all.EventEmitter, EventEmitter === require('node:events').EventEmitter);`;
    expect(await output(program)).toBe('true true');
  });

  it('is not loaded for what a library requires and no function does', async () => {
    const program = `
      const [http2, assert] = [require('node:http2'), require('assert')];
      const { performance } = require('perf_hooks');
      const startedAt = performance.now();
      const said = (ask) => { try { return ask(); } catch (error) { return error.message; } };
      console.log(said(() => http2.createServer()), said(() => assert(false, 'No.')), performance.now() >= startedAt);
      console.log(process.moduleLoadList.some((name) => / (http2|assert|perf_hooks)$/.test(name)));`;
    expect(await output(program)).toBe(
      'node:http2 is left out of the bundles: Lambda hands over the requests. See cdk/lib/functions/left-out.ts. No. true\nfalse',
    );
  });

  it('has the names that are made when they are read', async () => {
    const program =
      "import { ReadStream } from 'node:fs'; import { webcrypto } from 'crypto'; console.log(typeof ReadStream, typeof webcrypto);";
    expect(await output(program)).toBe('function object');
  });
});
