import type { Readable, Writable } from 'node:stream';
import { CommandError, UsageError } from './errors.ts';
import type { Terminal } from './output.ts';

/** Far more than any token or key has. */
const MAX_BYTES = 16 * 1024;

export type SecretStreams = {
  readonly stdin: Terminal<Readable>;
  readonly stderr: Terminal<Writable>;
};

/**
 * One secret value: asked for without echo on a terminal, else all of stdin, which is one line. Never an argument,
 * which the shell's history and the list of processes would show.
 *
 * @throws UsageError when it is not one line of text; the message does not contain it
 */
export async function readSecret({ stdin, stderr }: SecretStreams, question: string): Promise<string> {
  const text = stdin.isTTY === true ? await ask({ stdin, stderr }, question) : await readAll(stdin);
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw malformed('The value on stdin is empty.');
  if (/[\r\n]/.test(value)) {
    throw malformed('There are several lines on stdin; one value is read, with or without a line end.');
  }
  return value;
}

async function ask({ stdin, stderr }: SecretStreams, message: string): Promise<string> {
  const { password } = await import('@clack/prompts');
  // To stderr: with --json, stdout has the result and nothing else.
  const answer = await password({ message, mask: '', input: stdin, output: stderr, withGuide: false });
  if (typeof answer === 'string') return answer;
  throw new CommandError('cancelled', 'Nothing was changed.');
}

async function readAll(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > MAX_BYTES) throw malformed(`There are more than ${MAX_BYTES} bytes on stdin.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const malformed = (message: string) => new UsageError(message, 'secret_malformed');
