import type { ServerResponse } from 'node:http';
import type { Line } from '@switchyard/console/console-answers';
import { safeJson } from '../format.ts';

type Response = Pick<
  ServerResponse,
  'on' | 'setHeader' | 'writeHead' | 'flushHeaders' | 'write' | 'end' | 'destroy' | 'writableLength'
>;

/** What waits for a reader, at most. One answer may be longer. */
const MAX_WAITING_BYTES = 16 * 1_024 * 1_024;

/**
 * Lines as they come. What was asked for goes on when nobody listens any more. Of progress that a slow reader has not
 * taken yet, the latest is kept alone; who takes nothing at all is left.
 */
export async function streamLines(
  response: Response,
  run: (tell: (line: Line) => void, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  let isWaiting = false;
  let latest: Line | undefined;
  const write = (line: Line) => {
    isWaiting = !response.write(`${safeJson(line)}\n`);
  };
  const writeLatest = () => {
    const line = latest;
    latest = undefined;
    if (line !== undefined) write(line);
  };
  response.on('close', () => gone.abort());
  response.on('drain', () => {
    isWaiting = false;
    writeLatest();
  });
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  response.writeHead(200);
  response.flushHeaders();
  await run((line) => {
    if (gone.signal.aborted) return;
    if (line.kind === 'progress' && isWaiting) {
      latest = line;
      return;
    }
    if (response.writableLength > MAX_WAITING_BYTES) {
      response.destroy();
      gone.abort();
      return;
    }
    writeLatest();
    write(line);
  }, gone.signal);
  response.end();
}
