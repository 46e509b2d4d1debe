import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { FLOW_STACK_URL, type FlowHostMessage } from './flow-host-message.ts';
import { TEST_CA } from './misbehaving-server.ts';

const HOST = fileURLToPath(new URL('./flow-host.ts', import.meta.url));

export type FlowRun = {
  /** The stack of this test run, when a test has asked for it. */
  readonly started: () => Promise<FlowHostMessage> | undefined;
  readonly stop: () => Promise<void>;
};

/**
 * One stack for all flow tests of a run, whichever of them runs and in how many processes: it is started when the
 * first of them asks for it at an address that all of them know.
 */
export async function startFlowRun(): Promise<FlowRun> {
  let host: ChildProcess | undefined;
  let started: Promise<FlowHostMessage> | undefined;

  const start = (): Promise<FlowHostMessage> =>
    new Promise((resolve) => {
      host = fork(HOST, {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: [],
        env: { ...process.env, NODE_EXTRA_CA_CERTS: fileURLToPath(TEST_CA) },
      });
      host.once('message', (message) => resolve(message as FlowHostMessage));
      host.once('exit', (code) => resolve({ kind: 'failed', message: `The stack ended with ${code}.` }));
    });

  const server = createServer({ keepAliveTimeout: 600_000 }, async (_request, response) => {
    started ??= start();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await started));
  });
  process.env[FLOW_STACK_URL] = await listen(server);
  return {
    started: () => started,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      if (host === undefined || host.exitCode !== null) return;
      const exited = once(host, 'exit');
      host.disconnect();
      await exited;
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
