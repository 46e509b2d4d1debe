import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { describeConsole } from './describe-console.ts';
import { type Guard, refuseCall } from './guard-request.ts';
import { findOffered } from './offered-commands.ts';
import type { Questions } from './questions.ts';
import { type RunSession, runOffered } from './run-offered.ts';
import { sendJson } from './send-json.ts';
import { streamLines } from './stream-lines.ts';

export type CallContext = {
  readonly session: RunSession;
  readonly questions: Questions;
  readonly guard: Guard;
};

const MAX_BODY_BYTES = 64 * 1_024;

const answerSchema = z.strictObject({ confirmed: z.boolean() });
const inputSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())]));

/**
 * - `GET /api/console`: what it works on, and the commands
 * - `POST /api/commands/dlq/requeue`: runs one, whose lines are streamed
 * - `POST /api/questions/<id>`: what a run waits for
 */
export async function answerCall(
  context: CallContext,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const refuse = (status: number, code: string, message: string) =>
    sendJson(response, status, { error: { code, message } });
  const refusal = refuseCall(request, context.guard);
  if (refusal !== undefined) return refuse(refusal.status, refusal.code, refusal.message);
  const [, , kind = '', ...rest] = path.split('/');
  const wanted = kind === 'console' ? 'GET' : 'POST';
  if (request.method !== wanted) return refuse(405, 'method_wrong', `${wanted} it.`);
  if (path === '/api/console') return sendJson(response, 200, await describeConsole(context.session));

  const body = await readBody(request);
  if (body === undefined) return refuse(413, 'body_too_large', `A body has at most ${MAX_BODY_BYTES} bytes.`);
  if (kind === 'questions') {
    const answer = parsed(answerSchema, body);
    if (answer === undefined) return refuse(400, 'body_malformed', 'Send {"confirmed":true} or false.');
    return context.questions.answer(rest.join('/'), answer.confirmed)
      ? sendJson(response, 200, answer)
      : refuse(404, 'question_gone', 'Nobody waits for an answer to that.');
  }
  const offered = kind === 'commands' ? findOffered(rest.join(' ')) : undefined;
  if (offered === undefined) return refuse(404, 'not_offered', 'The console has no such command.');
  const input = parsed(inputSchema, body);
  if (input === undefined)
    return refuse(400, 'body_malformed', 'Send an object of texts, lists of texts, and flags.');
  await streamLines(response, (tell, signal) => runOffered(context, offered, input, tell, signal));
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** @returns undefined where it is too large; what came of it is not kept */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
