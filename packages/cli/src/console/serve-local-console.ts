import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDeployment } from '../open-deployment.ts';
import { buildPages } from './build-pages.ts';
import { type RunningConsole, serveConsole } from './serve-console.ts';

/** The console of the local stack, for who starts that. What it needs is loaded when its address is opened. */
export function serveLocalConsole(directory: string): Promise<RunningConsole> {
  const time = { clock: Date.now, random: randomBytes, sleep: (ms: number) => sleep(ms) };
  return serveConsole({
    session: {
      ...time,
      open: async () => ({ ...(await openDeployment({ stack: undefined, directory })), ...time }),
      openAccount: async () => {
        throw new Error('The local stack is in no AWS account.');
      },
      fetch,
      environment: process.env,
      directory,
    },
    pages: buildPages,
    port: 0,
  });
}
