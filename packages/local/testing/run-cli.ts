import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDeployment } from '@switchyard/cli/open-deployment';
import { run } from '@switchyard/cli/run';

/** As `execFile` throws it. */
export class CliError extends Error {
  readonly code: number;
  readonly stdout: string;

  constructor(code: number, stdout: string, stderr: string) {
    super(`The CLI ended with ${code}: ${stderr}`);
    this.code = code;
    this.stdout = stdout;
  }
}

/**
 * A command line of the operator CLI with all that it does, but without the 0.4 s that a process of its own takes to
 * start.
 * @param directory where it finds the local stack
 * @returns what it has printed
 */
export async function runCli(directory: string, args: readonly string[], stdin = ''): Promise<string> {
  const stdout = memory();
  const stderr = memory();
  const code = await run([...args, '--json'], {
    stdin: Readable.from([stdin]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: process.env,
    directory,
    open: openDeployment,
    openAccount: () => Promise.reject(new Error('There is no AWS account here.')),
    fetch,
    clock: Date.now,
    random: randomBytes,
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    untilInterrupted: () => new AbortController().signal,
  });
  if (code !== 0) throw new CliError(code, stdout.text(), stderr.text());
  return stdout.text();
}

function memory() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
