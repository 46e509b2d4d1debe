import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../src/session/paths.ts';

const run = promisify(execFile);
const DEV = join(ROOT, 'packages/local/src/bin/dev.ts');
const { PATH, NODE_COMPILE_CACHE } = process.env;
/** Of the environment only this, so that a developer's settings change nothing. */
const ENVIRONMENT = { PATH, NODE_COMPILE_CACHE, PORT: '0', RECEIVER_PORT: '0' };

/** Runs it to its end, which must not be a success. */
async function failingDev(environment: Record<string, string>) {
  const failure: unknown = await run(process.execPath, [DEV], {
    cwd: ROOT,
    env: { ...ENVIRONMENT, ...environment },
  }).catch((error: unknown) => error);
  return failure as { readonly code: number; readonly stderr: string };
}

describe('dev', () => {
  it('says plainly that a port is taken, and which variable to set', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await failingDev({ PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `Switchyard did not start. Port ${port} is taken by another program. Set PORT to another port, or PORT=0 for any free one.`,
    );
  });

  it.each([
    ['RECEIVER_PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['RETRY_SCHEDULE', '1x', 'write a whole number and ms, s, m, h or d'],
  ])('names %s=%s and what is allowed', async (name, value, allowed) => {
    const { code, stderr } = await failingDev({ [name]: value });
    expect(code).toBe(1);
    expect(stderr).toContain(`${name}="${value}": `);
    expect(stderr).toContain(allowed);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s while it starts', async (signal) => {
    const child = spawn(process.execPath, [DEV], {
      cwd: ROOT,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      // Twice, as package managers pass it on.
      if (output.includes('Switchyard') && !output.includes('Stopping')) {
        child.kill(signal);
        child.kill(signal);
      }
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(output).toMatch(/Stopping …\n.*Stopped\.\n$/s);
  });
});
