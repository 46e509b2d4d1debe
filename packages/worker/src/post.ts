import type { Clock } from '@switchyard/core/clock';
import { parseTargetUrl, TargetUrlError } from '@switchyard/core/endpoints';
import { Agent, type Dispatcher, request } from 'undici';
import type { PostError, PostResult } from './decide-outcome.ts';
import { createGuardedLookup, type Resolve } from './guarded-lookup.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { SignedRequest } from './sign-request.ts';

/** No more than this is read of an answer, however long it is. */
export const MAX_RESPONSE_BYTES = 16 * 1024;
/** This much of it is kept with the attempt. */
export const KEPT_RESPONSE_BYTES = 1024;

const CONNECT_TIMEOUT_MS = 10_000;

export type SendPost = (targetUrl: string, signed: SignedRequest) => Promise<PostResult>;

export type SendPostOptions = {
  /** Limit of the whole request in ms: name, connection, answer and its body. */
  readonly timeoutMs: number;
  readonly allowLoopback: boolean;
  readonly clock: Clock;
  readonly resolve?: Resolve;
};

/** Sends one POST and never throws: whatever happens out there is a result. Redirects are not followed. */
export function createSendPost(options: SendPostOptions): SendPost & { close(): Promise<void> } {
  const { timeoutMs, allowLoopback, clock } = options;
  const dispatcher = new Agent({
    connect: { lookup: createGuardedLookup(options), timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // Signed bodies are sent as they are, once, on a connection of their own turn: no HTTP/2, where ending one
    // answer early does not end the connection.
    pipelining: 1,
    // A frozen function does not see that the other side has hung up: an idle connection is not kept for long.
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
    allowH2: false,
  });

  const send: SendPost = async (targetUrl, signed) => {
    const startedAt = clock();
    const durationMs = () => Math.max(0, Math.round(clock() - startedAt));
    try {
      const url = parseTargetUrl(targetUrl, { allowLoopback });
      const response = await request(url, {
        method: 'POST',
        headers: signed.headers,
        body: signed.body,
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const responseBody = await readBeginning(response.body);
      return {
        kind: 'answered',
        statusCode: response.statusCode,
        retryAfterMs: parseRetryAfter(single(response.headers['retry-after']), clock()),
        // As a stream, so that a character cut in two is left out.
        responseBody: new TextDecoder().decode(responseBody.subarray(0, KEPT_RESPONSE_BYTES), {
          stream: true,
        }),
        durationMs: durationMs(),
      };
    } catch (error) {
      return { kind: 'failed', error: classify(error), detail: describe(error), durationMs: durationMs() };
    }
  };
  return Object.assign(send, { close: () => dispatcher.destroy() });
}

async function readBeginning(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    // Leaving the loop ends the connection: the rest is never read.
    if (length >= MAX_RESPONSE_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES);
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** The error's code, or its name: read from its properties, since Node's own errors come from many classes. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses were tried: the first failure stands for all.
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0)
    return codeOf(error.errors[0]);
  return 'name' in error && typeof error.name === 'string' ? error.name : '';
}

function classify(error: unknown): PostError {
  const code = codeOf(error);
  if (error instanceof TargetUrlError || code === 'SWITCHYARD_TARGET_REFUSED') return 'target_refused';
  if (/TIMEOUT|ETIMEDOUT|^TimeoutError$|^AbortError$/.test(code)) return 'timeout';
  if (/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL|EBADNAME)/.test(code)) return 'dns';
  if (/TLS|SSL|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH/.test(code)) return 'tls';
  if (/^HPE_|^HTTPParserError$|UND_ERR_(RESPONSE|RES_|INVALID|HEADERS_OVERFLOW|REQ_CONTENT)/.test(code))
    return 'protocol';
  return 'connection';
}

/** For the log: the code only, since a message can quote the address or what the receiver sent. */
const describe = (error: unknown): string =>
  (error instanceof TargetUrlError ? error.code : codeOf(error)) || 'unknown';
