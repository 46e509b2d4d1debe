import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type MotoServer = {
  /** With the name `localhost`: moto finds the bucket of an assembly in no other local URL. */
  readonly url: string;
  /** The end of what it has written: the traceback, after it failed. */
  readonly written: () => string;
  readonly stop: () => Promise<void>;
};

const START_MS = 60_000;

/**
 * Starts moto on a free port of this machine.
 *
 * @param command the program `moto_server`, or a path to it
 * @throws Error that says how to install it, or what it wrote
 */
export async function startMoto(command: string): Promise<MotoServer> {
  const port = await freePort();
  const server = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      written = `${written}${text}`.slice(-4_000);
    });
  const ended = Promise.race([
    once(server, 'error').then(([error]) => (error instanceof Error ? error.message : String(error))),
    once(server, 'exit').then(() => written),
  ]);
  const url = `http://localhost:${port}`;
  const problem = await Promise.race([ended, answers(`${url}/moto-api/`).then(() => undefined)]);
  if (problem !== undefined)
    throw new Error(
      `${command} does not run: ${problem.trim()}\nInstall moto, say with \`python3 -m venv .venv && .venv/bin/pip install 'moto[server,all]'\`, and set MOTO_SERVER=.venv/bin/moto_server.`,
    );
  return { url, written: () => written, stop: () => stop(server) };
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || !server.kill()) return;
  await once(server, 'exit');
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(5_000) });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
