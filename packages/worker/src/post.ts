import http from 'node:http';
import https from 'node:https';
import type { Clock } from '@switchyard/core/clock';
import type { ClientIdentity } from '@switchyard/core/endpoints';
import type { SignedRequest } from '@switchyard/core/endpoints/sign-request';
import { parseTargetUrl } from '@switchyard/core/endpoints/target-url';
import type { PostResult } from './decide-outcome.ts';
import { classifyFailure, codeOfFailure, DeadlineError } from './failure.ts';
import { createGuardedLookup } from './guarded-lookup.ts';
import { readBeginning } from './read-beginning.ts';
import type { ResolveHost } from './resolve-host.ts';
import { parseRetryAfter } from './retry-after.ts';

/** This much of an answer's body is kept with the attempt. */
export const KEPT_RESPONSE_BYTES = 1024;

/** Each address of a host is tried for this long, in both families; Node's own 250 ms is less than a far handshake. */
const ADDRESS_ATTEMPT_MS = 2_500;
/** Of an answer. A gateway in front of an endpoint can add much; Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 80 * 1024;
/** A frozen function does not see that the other side has hung up: an idle connection is not kept for long. */
const IDLE_MS = 1_000;

/**
 * @param timeoutMs a shorter limit than the usual one
 * @param identity shown to a server that asks for a certificate
 */
export type SendPost = (
  targetUrl: string,
  signed: SignedRequest,
  timeoutMs?: number,
  identity?: ClientIdentity,
) => Promise<PostResult>;

export type SendPostOptions = {
  /** Limit in ms until the answer's status is there: name, connection and headers. */
  readonly timeoutMs: number;
  /** Limit in ms for the answer's body after that. */
  readonly bodyTimeoutMs?: number;
  /** How much of an answer's body is kept. */
  readonly keptBytes?: number;
  readonly allowLoopback: boolean;
  readonly clock: Clock;
  readonly resolveHost: ResolveHost;
};

const BODY_TIMEOUT_MS = 2_000;

/**
 * Sends one POST and never throws: whatever happens out there is a result. The status decides: once it is there, no
 * trouble with the body makes a failure of it. Interim answers (1xx) are read over (RFC 9110, 15.2). Redirects are not
 * followed.
 */
export function createSendPost(options: SendPostOptions): SendPost & { close(): void } {
  const { allowLoopback, clock, bodyTimeoutMs = BODY_TIMEOUT_MS, keptBytes = KEPT_RESPONSE_BYTES } = options;
  const kept = createAgents({ keepAlive: true, timeout: IDLE_MS });
  const once = createAgents({ keepAlive: false });

  function open({ url, signed, identity, signal }: Asked, agents: Agents) {
    const { request } = url.protocol === 'https:' ? https : http;
    return request(url, {
      // By these, too, the agent keeps connections and TLS sessions apart: none is used for another certificate.
      ...(identity === undefined ? {} : { cert: identity.certificate, key: identity.privateKey }),
      method: 'POST',
      headers: { ...signed.headers, 'content-length': signed.body.byteLength },
      agent: url.protocol === 'https:' ? agents.secure : agents.plain,
      signal,
      lookup: createGuardedLookup({ allowLoopback, resolveHost: options.resolveHost, signal }),
      maxHeaderSize: MAX_HEADER_BYTES,
      // Headers that a proxy garbled, or a length given twice: the status line before them decides all the same.
      insecureHTTPParser: true,
    });
  }

  /** Resolves once the status is there, with the body still to come. */
  function ask(asked: Asked, agents: Agents) {
    const { signed, signal } = asked;
    return new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = open(asked, agents);
      // Listened to until the end: an error after the answer began must not end the process.
      request.on('error', (error) => reject(Object.assign(error, { reused: request.reusedSocket })));
      request.on('response', resolve);
      // Nobody asked for another protocol. Without a listener, Node closes the connection and tells nobody.
      request.on('upgrade', (response, socket) => {
        socket.destroy();
        response.destroy();
        resolve(response);
      });
      // Whatever else a request may end with, it ends with the deadline.
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      request.end(signed.body);
    });
  }

  async function askOnLiveConnection(asked: Asked) {
    try {
      return await ask(asked, kept);
    } catch (error) {
      // The other side closed a kept connection while the request was on its way to it.
      if (!isStale(error) || asked.signal.aborted) throw error;
      return ask(asked, once);
    }
  }

  const send: SendPost = async (targetUrl, signed, timeoutMs = options.timeoutMs, identity) => {
    const startedAt = clock();
    const durationMs = () => Math.max(0, Math.round(clock() - startedAt));
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new DeadlineError()),
      Math.min(timeoutMs, options.timeoutMs),
    );
    try {
      const url = parseTargetUrl(targetUrl, { allowLoopback });
      const response = await askOnLiveConnection({ url, signed, identity, signal: deadline.signal });
      clearTimeout(timer);
      const beginning = await readBeginning(response, bodyTimeoutMs);
      return {
        kind: 'answered',
        statusCode: response.statusCode ?? 0,
        retryAfterMs: parseRetryAfter(response.headers['retry-after'], clock()),
        // As a stream, so that a character cut in two is left out.
        responseBody: new TextDecoder().decode(beginning.subarray(0, keptBytes), { stream: true }),
        durationMs: durationMs(),
      };
    } catch (error) {
      const cause = deadline.signal.aborted ? deadline.signal.reason : error;
      return {
        kind: 'failed',
        error: classifyFailure(cause),
        detail: codeOfFailure(cause),
        durationMs: durationMs(),
      };
    } finally {
      clearTimeout(timer);
    }
  };
  return Object.assign(send, {
    close: () => {
      for (const agent of [kept.plain, kept.secure, once.plain, once.secure]) agent.destroy();
    },
  });
}

type Asked = {
  readonly url: URL;
  readonly signed: SignedRequest;
  readonly identity: ClientIdentity | undefined;
  readonly signal: AbortSignal;
};

type Agents = { readonly plain: http.Agent; readonly secure: https.Agent };

function createAgents(connections: http.AgentOptions): Agents {
  const options = {
    ...connections,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  };
  return {
    // Loopback only, on the local stack; everything else is https.
    plain: new http.Agent(options),
    secure: new https.Agent({ ...options, ALPNProtocols: ['http/1.1'] }),
  };
}

const isStale = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'reused' in error &&
  error.reused === true &&
  ['ECONNRESET', 'EPIPE'].includes(codeOfFailure(error));
