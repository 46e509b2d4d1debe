import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PAGE_HEADERS } from '@switchyard/console/headers';
import { remembered } from '@switchyard/core/remembered';
import { CommandError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import { refuseStranger } from './guard-request.ts';
import { holdDeployment } from './held-deployment.ts';
import type { Pages } from './pages.ts';
import { createQuestions } from './questions.ts';
import type { RunSession } from './run-offered.ts';
import { sendJson } from './send-json.ts';

export type ConsoleOptions = {
  readonly session: RunSession;
  /** Made when the page is first asked for. */
  readonly pages: () => Promise<Pages>;
  /** 0: any that is free. */
  readonly port: number;
};

export type RunningConsole = {
  /** With the token in its fragment, which no server and no log sees. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

const TOKEN_BYTES = 32;
const LOOPBACK = '127.0.0.1';

/** Nothing but the page's own files, no other site around it, and nothing kept of what an operator sees. */
const HEADERS = {
  ...PAGE_HEADERS,
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** Serves the operator console on loopback, until it is closed. */
export async function serveConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { pages, port } = options;
  const session = { ...options.session, open: holdDeployment(options.session.open, options.session.clock) };
  const newSecret = () => Buffer.from(session.random(TOKEN_BYTES)).toString('base64url');
  const token = newSecret();
  const questions = createQuestions(newSecret);
  const loaded = remembered(pages);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: explainError(error) });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const guard = { token, port: portOf() };
    const refusal = refuseStranger(request, guard);
    if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal });
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/api/')) {
      // Whoever only starts the console should not wait for all commands.
      const { answerCall } = await import('./answer-call.ts');
      return answerCall({ session, questions, guard }, request, response, path);
    }
    await sendPage(response, await loaded(), path, request.method);
  }

  function portOf(): number {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  server.listen(port, LOOPBACK);
  await once(server, 'listening').catch((error: unknown) => {
    if (!isTaken(error)) throw error;
    throw new CommandError(
      'port_taken',
      `Port ${port} of ${LOOPBACK} is taken. Leave --port out: any that is free.`,
    );
  });
  return {
    url: `http://${LOOPBACK}:${portOf()}/#token=${token}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function sendPage(
  response: ServerResponse,
  pages: Pages,
  path: string,
  method: string | undefined,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD')
    return sendJson(response, 405, { error: { code: 'method', message: 'GET it.' } });
  // An address of its own has each page, and all are one document.
  const page = pages.get(path.startsWith('/assets/') ? path : '/');
  if (page === undefined)
    return sendJson(response, 404, { error: { code: 'not_found', message: `There is no ${path}.` } });
  response.setHeader('Content-Type', page.contentType);
  if (page.immutable) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
  response.writeHead(200).end(method === 'HEAD' ? undefined : page.bytes);
}

const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
