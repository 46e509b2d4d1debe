#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAccount } from '../account.ts';
import { openDeployment } from '../open-deployment.ts';
import { run } from '../run.ts';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// What a package manager leaves of `pnpm cli -- …` is not for the parser.
const [first, ...rest] = process.argv.slice(2);
process.exitCode = await run(first === '--' ? rest : first === undefined ? [] : [first, ...rest], {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  directory: process.cwd(),
  open: openDeployment,
  openAccount,
  fetch,
  clock: Date.now,
  random: randomBytes,
  sleep: (ms, signal) =>
    // It rejects when it is ended early, and for nothing else.
    sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  untilInterrupted: () => {
    const interrupted = new AbortController();
    // A second one ends the program as it always does.
    process.once('SIGINT', () => interrupted.abort());
    return interrupted.signal;
  },
});
