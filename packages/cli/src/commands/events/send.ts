import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { SendTo } from '../../ask-until-taken.ts';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { explainError } from '../../explain-error.ts';
import { count, formatTable } from '../../format.ts';
import { follow } from '../../progress.ts';
import { type FileBatch, readBatches } from '../../read-batches.ts';
import { type BatchResult, sendBatch } from '../../send-batch.ts';
import { sendInOrder } from '../../send-in-order.ts';
import type { Session } from '../../session.ts';

const STDIN = '-';
const KEY_VARIABLE = 'SWITCHYARD_API_KEY';
const READ_BYTES = 1024 * 1024;
/** So many failed lines are told of; all are counted. */
const MAX_TOLD = 100;

/** As the API takes it. */
const orderingKey = z.string().regex(/^[\x20-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters');

type FailedLine = { readonly line: number; readonly code: string; readonly detail: string };
type Sent = { lines: number; accepted: number; replayed: number; failed: number; failures: FailedLine[] };

export const eventsSend = defineCommand({
  name: 'events send',
  summary: 'send a file of events, one JSON object a line; a repeat sends only what is missing',
  input: z.object({
    file: z.string().min(1),
    url: z.url({ protocol: /^https?$/ }).optional(),
    orderingKey: orderingKey.optional(),
  }),
  arguments: ['file'],
  options: {
    url: ['<url>', 'of the API; without, that of the stack'],
    orderingKey: [
      '<key>',
      'deliver them one after another, in the order of the file; they are sent one by one',
    ],
  },
  examples: [
    'events send orders.ndjson --stack switchyard-prod',
    'events send order-1042.ndjson --ordering-key order-1042',
    'events send - --url https://hooks.example.com < orders.ndjson',
  ],
  notes: `The file is ${STDIN} for stdin. The tenant's API key is taken from ${KEY_VARIABLE}, or asked for. After it was stopped, run it again with the same file: its lines are known by all that is before them.`,
  async run(session, { file, url, orderingKey: key }) {
    const apiKey = session.environment[KEY_VARIABLE] ?? (await askForKey(session, file));
    const to: SendTo = { url: (url ?? (await session.open()).hooksUrl).replace(/\/$/, ''), apiKey };
    const { stream, bytes } = await openFile(session, file);
    const bar = session.output.progress(`Sending ${file === STDIN ? 'stdin' : file}`, bytes);
    const sent = await follow(
      bar,
      () => {
        const advance = (step: number, text: string) => bar.advance(step, text);
        return key === undefined
          ? sendAll(readBatches(stream), (batch) => sendBatch(session, to, batch), advance)
          : sendAll(readBatches(stream, 1), (line) => sendInOrder(session, to, line, key), advance);
      },
      ({ lines }) => `${count(lines, 'line')} sent`,
    );
    return { file, ...sent };
  },
  text({ lines, accepted, replayed, failed, failures }) {
    const said = [
      `${count(accepted, 'event')} accepted of ${count(lines, 'line')}${replayed === 0 ? '' : `, ${replayed.toLocaleString('en')} of them by an earlier run`}.`,
    ];
    if (failed === 0) return said.join('\n');
    const rows = failures.map(({ line, code, detail }) => [String(line), code, detail]);
    said.push(
      '',
      `${count(failed, 'line')} not accepted:`,
      '',
      formatTable(['LINE', 'CODE', 'REASON'], rows),
    );
    if (failed > failures.length) said.push(`and ${(failed - failures.length).toLocaleString('en')} more.`);
    return said.join('\n');
  },
  exitCode: ({ failed }) => (failed > 0 ? 1 : 0),
});

async function askForKey({ readSecret }: Session, file: string): Promise<string> {
  if (file !== STDIN) return readSecret('API key of the tenant:');
  throw new CommandError(
    'api_key_missing',
    `stdin has the events, so set ${KEY_VARIABLE} to the tenant's API key.`,
  );
}

async function openFile({ directory, stdin }: Session, file: string) {
  if (file === STDIN) return { stream: stdin, bytes: undefined };
  const handle = await open(resolve(directory, file)).catch((cause: unknown) => {
    throw new CommandError('file_unreadable', `${file} cannot be read.`, cause);
  });
  const found = await handle.stat();
  if (!found.isDirectory())
    return { stream: handle.createReadStream({ highWaterMark: READ_BYTES }), bytes: found.size };
  await handle.close();
  throw new CommandError('file_unreadable', `${file} is a directory; name a file of events.`);
}

async function sendAll(
  batches: AsyncIterable<FileBatch>,
  send: (batch: FileBatch) => Promise<readonly BatchResult[]>,
  advance: (bytes: number, text: string) => void,
): Promise<Sent> {
  const sent: Sent = { lines: 0, accepted: 0, replayed: 0, failed: 0, failures: [] };
  for await (const batch of batches) {
    const results = isBlank(batch)
      ? []
      : await send(batch).catch((error: unknown) => {
          throw interrupted(error, batch.linesBefore);
        });
    for (const { line, replayed, problem } of results) {
      sent.lines += 1;
      if (problem === undefined) {
        sent.accepted += 1;
        if (replayed) sent.replayed += 1;
        continue;
      }
      sent.failed += 1;
      const { code, detail } = problem;
      if (sent.failures.length < MAX_TOLD)
        sent.failures.push({ line: batch.linesBefore + line, code, detail });
    }
    advance(batch.bytes.length, `${count(batch.linesBefore + batch.lines, 'line')}`);
  }
  return sent;
}

const BLANK: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n'));
const isBlank = ({ bytes }: FileBatch): boolean => bytes.every((byte) => BLANK.has(byte));

function interrupted(error: unknown, done: number): unknown {
  if (done === 0) return error;
  const { code, message } = explainError(error);
  const then = 'Run it again with the same file to go on.';
  return new CommandError(code, `After ${count(done, 'line')}: ${message} ${then}`, error);
}
