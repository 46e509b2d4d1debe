import { randomBytes } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { isIP, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { closeServers, findClosedPort, startHttpServer, startTcpServer } from '../testing/servers.ts';
import { NameError } from './failure.ts';
import { createSendPost, KEPT_RESPONSE_BYTES, type SendPostOptions } from './post.ts';
import { MAX_RESPONSE_BYTES } from './read-beginning.ts';
import { createResolveHost, type ResolveHost } from './resolve-host.ts';

/** Short, because a test waits it out. */
const SHORT_MS = 150;
/** Where an answer is expected, so that nothing waits for it. */
const LONG_MS = 60_000;

const opened: { close(): void }[] = [];
afterEach(async () => {
  for (const post of opened.splice(0)) post.close();
  await closeServers();
});

function createPost(options: Partial<SendPostOptions> = {}) {
  const post = createSendPost({
    timeoutMs: LONG_MS,
    bodyTimeoutMs: LONG_MS,
    allowLoopback: true,
    clock: Date.now,
    resolveHost: createResolveHost({ clock: Date.now }),
    ...options,
  });
  opened.push(post);
  return post;
}

const signed = (body: Uint8Array = Buffer.from('{}'), headers: Record<string, string> = {}) => ({
  body,
  headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1', ...headers },
});

/** Answers each lookup with the next of these, and counts. */
function answerLookups(...answers: (string | Error)[]) {
  const asked: string[] = [];
  const resolveHost: ResolveHost = async (hostname) => {
    asked.push(hostname);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    const addresses = (answer ?? '')
      .split(' ')
      .map((address): LookupAddress => ({ address, family: isIP(address) }));
    return addresses.filter(({ family }) => family !== 0);
  };
  return { resolveHost, asked };
}

describe('a request', () => {
  it('is a POST to the path and query of the target', async () => {
    const server = await startHttpServer();
    await createPost()(`${server.url}?a=1&b=%20`, signed());
    expect(server.requests[0]?.request).toMatchObject({ method: 'POST', url: '/hook?a=1&b=%20' });
  });

  it.each([
    [
      'a JSON text with numbers that JavaScript would change',
      Buffer.from('{"n":12345678901234567890,"p":1.10}'),
    ],
    ['bytes that are no text', Buffer.from([0, 255, 254, 13, 10, 128])],
    ['a part of a larger buffer', Buffer.from('xx{"a":1}xx').subarray(2, 9)],
    ['bytes that are not a Buffer', new Uint8Array([123, 125])],
    ['256 KiB', randomBytes(256 * 1024)],
  ])('carries its body exactly: %s', async (_, body) => {
    const server = await startHttpServer();
    await createPost()(server.url, signed(body));
    expect(server.requests[0]?.body.equals(body)).toBe(true);
  });

  it('has the headers that were signed, its host and its length, and no others', async () => {
    const server = await startHttpServer();
    await createPost()(server.url, signed(Buffer.from('{"a":1}'), { 'x-own': 'yes' }));
    expect(server.requests[0]?.request.headers).toEqual({
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'content-length': '7',
      'webhook-id': 'evt_1',
      'x-own': 'yes',
    });
  });

  it('uses the connection of the one before', async () => {
    const server = await startHttpServer((response) => response.end('ok'));
    const post = createPost();
    for (let i = 0; i < 3; i += 1) {
      await post(server.url, signed());
      // The connection is free when the end of the answer has gone through.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([server.requests.length, server.connections()]).toEqual([3, 1]);
  });

  it('with a header that HTTP does not allow is a result, not an exception', async () => {
    const server = await startHttpServer();
    const result = await createPost()(server.url, signed(Buffer.from('{}'), { 'x-own': 'a\r\nb: c' }));
    expect(result).toMatchObject({ kind: 'failed', error: 'protocol' });
    expect(server.requests).toEqual([]);
  });

  it('offers HTTP/1.1 only, so that the limits below are those of every connection', async () => {
    const hello: Buffer[] = [];
    const server = await startTcpServer((socket) => {
      socket.once('data', (chunk) => {
        hello.push(chunk);
        socket.destroy();
      });
    });
    await createPost()(`https://127.0.0.1:${server.port}/`, signed());
    const [offer = Buffer.alloc(0)] = hello;
    expect([offer.includes('\x08http/1.1'), offer.includes('\x02h2')]).toEqual([true, false]);
  });
});

describe('an answer', () => {
  it('gives its status, its body and how long it took', async () => {
    const server = await startHttpServer((response) => response.writeHead(503).end('down for lunch'));
    expect(await createPost()(server.url, signed())).toEqual({
      kind: 'answered',
      statusCode: 503,
      retryAfterMs: undefined,
      responseBody: 'down for lunch',
      durationMs: expect.any(Number),
    });
  });

  it('without a body gives an empty one', async () => {
    const server = await startHttpServer((response) => response.writeHead(204).end());
    expect(await createPost()(server.url, signed())).toMatchObject({ statusCode: 204, responseBody: '' });
  });

  it('gives what the receiver asks to wait', async () => {
    const server = await startHttpServer((response) =>
      response.writeHead(429, { 'retry-after': '120' }).end(),
    );
    expect(await createPost()(server.url, signed())).toMatchObject({ retryAfterMs: 120_000 });
  });

  it('that redirects is not followed', async () => {
    const other = await startHttpServer();
    const server = await startHttpServer((response) =>
      response.writeHead(307, { location: other.url }).end(),
    );
    expect(await createPost()(server.url, signed())).toMatchObject({ kind: 'answered', statusCode: 307 });
    expect(other.connections()).toBe(0);
  });

  it('keeps its first KiB', async () => {
    const server = await startHttpServer((response) => response.end('a'.repeat(5_000)));
    const result = await createPost()(server.url, signed());
    expect(result).toHaveProperty('responseBody', 'a'.repeat(KEPT_RESPONSE_BYTES));
  });

  it('that is cut within a character keeps the characters before it', async () => {
    const server = await startHttpServer((response) => response.end(`a${'ü'.repeat(1_000)}`));
    const result = await createPost()(server.url, signed());
    expect(result).toHaveProperty('responseBody', `a${'ü'.repeat(511)}`);
  });

  it('in gzip is not unpacked, so a small answer cannot become a large one', async () => {
    const packed = gzipSync(Buffer.alloc(10_000_000));
    const server = await startHttpServer((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, 500)),
    );
    const result = await createPost()(server.url, signed());
    expect(result).toMatchObject({ kind: 'answered', statusCode: 200 });
    expect(result.kind === 'answered' ? Buffer.byteLength(result.responseBody) : 0).toBeLessThanOrEqual(
      1_500,
    );
  });

  it('of 1 MiB is cut at 16 KiB: the connection is closed and the result is the answer', async () => {
    const server = await startHttpServer((response) => response.end('b'.repeat(1024 * 1024)));
    const result = await createPost()(server.url, signed());
    expect(result).toMatchObject({ statusCode: 200, responseBody: 'b'.repeat(KEPT_RESPONSE_BYTES) });
    await server.allGone();
  });

  it('that never ends, as fast as it can, is cut in the same way', async () => {
    let written = 0;
    const chunk = Buffer.alloc(16 * 1024, 'c');
    const server = await startHttpServer((response) => {
      const write = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.on('drain', write);
      write();
    });
    const result = await createPost()(server.url, signed());
    expect(result).toMatchObject({ statusCode: 200, responseBody: 'c'.repeat(KEPT_RESPONSE_BYTES) });
    await server.allGone();
    expect(written).toBeLessThan(512 * MAX_RESPONSE_BYTES);
  });

  it('that was cut leaves nothing for the next request', async () => {
    const server = await startHttpServer((response, { request }) =>
      response.end(request.url === '/long' ? 'b'.repeat(1024 * 1024) : 'short'),
    );
    const post = createPost();
    await post(`http://127.0.0.1:${server.port}/long`, signed());
    expect(await post(server.url, signed())).toMatchObject({ statusCode: 200, responseBody: 'short' });
  });
});

describe('the status decides, whatever comes after it', () => {
  const STATUS = 'HTTP/1.1 200 OK\r\n';
  const statusWith = async (onData: (socket: Socket) => void, options: Partial<SendPostOptions> = {}) => {
    const server = await startTcpServer((socket) => socket.once('data', () => onData(socket)));
    const result = await createPost(options)(`http://127.0.0.1:${server.port}/`, signed());
    return { result, server };
  };

  it.each([
    [
      'a body shorter than its length',
      (socket: Socket) => socket.end(`${STATUS}content-length: 100\r\n\r\nhalf`),
    ],
    [
      'a body that is no chunk',
      (socket: Socket) => socket.end(`${STATUS}transfer-encoding: chunked\r\n\r\nhalf`),
    ],
    [
      'chunks that do not end',
      (socket: Socket) => socket.end(`${STATUS}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`),
    ],
    [
      'more than its length',
      (socket: Socket) => socket.end(`${STATUS}content-length: 4\r\n\r\nhalf and more`),
    ],
    ['no length and then the end of the connection', (socket: Socket) => socket.end(`${STATUS}\r\nhalf`)],
  ])('with %s', async (_, onData) => {
    const { result } = await statusWith(onData);
    expect(result).toMatchObject({ kind: 'answered', statusCode: 200 });
  });

  it('with a reset in the middle of the body, of which the beginning is kept', async () => {
    const server = await startHttpServer((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => setImmediate(() => response.socket?.resetAndDestroy()));
    });
    expect(await createPost()(server.url, signed())).toMatchObject({ kind: 'answered', statusCode: 200 });
  });

  it.each([
    ['stops', (response: ServerResponse) => void response.write('beginning')],
    [
      'drips without end',
      (response: ServerResponse) => {
        response.write('beginning');
        const timer = setInterval(() => response.write('.'), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('with a body that %s, which is waited for a while and then closed', async (_, answer) => {
    const server = await startHttpServer((response) => answer(response.writeHead(200)));
    const result = await createPost({ bodyTimeoutMs: SHORT_MS })(server.url, signed());
    expect(result).toMatchObject({ statusCode: 200, responseBody: expect.stringMatching(/^beginning\.*$/) });
    await server.allGone();
  });

  it.each([410, 503])('also when it is %i, with what the receiver asks to wait', async (status) => {
    const text = `HTTP/1.1 ${status} No\r\nretry-after: 7\r\ncontent-length: 9\r\n\r\n`;
    const { result } = await statusWith((socket) => socket.end(text));
    expect(result).toMatchObject({ kind: 'answered', statusCode: status, retryAfterMs: 7_000 });
  });

  it.each([
    ['100 Continue', ['100 Continue']],
    ['102, 103 and an unknown one', ['102 Processing', '103 Early Hints\r\nlink: </a>', '199 Odd']],
  ])('and interim answers before it are read over: %s', async (_, interim) => {
    const before = interim.map((line) => `HTTP/1.1 ${line}\r\n\r\n`).join('');
    const { result } = await statusWith((socket) =>
      socket.end(`${before}${STATUS}content-length: 2\r\n\r\nok`),
    );
    expect(result).toMatchObject({ kind: 'answered', statusCode: 200, responseBody: 'ok' });
  });

  it.each([
    ['a length beside chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
    ['a header on two lines', 'x-own: a\r\n b\r\ncontent-length: 2\r\n\r\nok'],
    ['a control character in a header', 'x-own: a\x01b\r\ncontent-length: 2\r\n\r\nok'],
    ['lines that end in LF only', 'content-length: 2\n\nok'],
  ])('and headers are read as far as they can be: %s', async (_, rest) => {
    const { result } = await statusWith((socket) => socket.end(`${STATUS}${rest}`));
    expect(result).toMatchObject({ kind: 'answered', statusCode: 200, responseBody: 'ok' });
  });

  it('and one that changes the protocol, unasked, is closed', async () => {
    const { result, server } = await statusWith((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\nPRI'),
    );
    expect(result).toMatchObject({ kind: 'answered', statusCode: 101, responseBody: '' });
    await server.allGone();
  });

  it('and headers of 64 KB are taken', async () => {
    const server = await startHttpServer((response) =>
      response.writeHead(200, { x: 'x'.repeat(64 * 1024) }).end(),
    );
    expect(await createPost()(server.url, signed())).toMatchObject({ kind: 'answered', statusCode: 200 });
  });
});

describe('the deadline of an attempt', () => {
  const expectTimeout = async (url: string, options: Partial<SendPostOptions> = {}) => {
    const result = await createPost({ timeoutMs: SHORT_MS, ...options })(url, signed());
    expect(result).toMatchObject({ kind: 'failed', error: 'timeout', detail: 'ATTEMPT_TIMEOUT' });
  };

  it('is hit by an answer that does not begin, and closes the connection', async () => {
    const server = await startHttpServer(() => undefined);
    await expectTimeout(server.url);
    await server.allGone();
  });

  it('is hit by headers that come one by one', async () => {
    const server = await startTcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-more: 1\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    await expectTimeout(`http://127.0.0.1:${server.port}/`);
    await server.allGone();
  });

  it('is hit by interim answers without end', async () => {
    const server = await startTcpServer((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    await expectTimeout(`http://127.0.0.1:${server.port}/`);
    await server.allGone();
  });

  it('is hit by a name that does not resolve in time', async () => {
    await expectTimeout('https://hooks.example.com/', { resolveHost: () => new Promise(() => undefined) });
  });

  it('is hit by a TLS handshake that is not answered, and closes the connection', async () => {
    const server = await startTcpServer((socket) => socket.resume());
    await expectTimeout(`https://127.0.0.1:${server.port}/`);
    await server.allGone();
  });
});

describe('a kept connection that the other side has closed', () => {
  it('is replaced by a new one, once', async () => {
    const server = await startTcpServer((socket) => {
      let requests = 0;
      socket.on('data', (chunk) => {
        if (!chunk.includes('POST / ')) return;
        requests += 1;
        if (requests > 1) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
    });
    const post = createPost();
    for (let i = 0; i < 3; i += 1) {
      expect(await post(`http://127.0.0.1:${server.port}/`, signed())).toMatchObject({ statusCode: 200 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.connections()).toBeGreaterThan(1);
  });
});

it('each address of a name is tried for 2.5 s, in both families: a far handshake takes longer than Node waits', async () => {
  const connect = jest.spyOn(Socket.prototype, 'connect');
  const server = await startHttpServer();
  await createPost()(`http://localhost:${server.port}/`, signed());
  expect(JSON.stringify(connect.mock.calls)).toContain(
    '"autoSelectFamily":true,"autoSelectFamilyAttemptTimeout":2500',
  );
  connect.mockRestore();
});

it.each([
  ['a length', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'],
  [
    'chunks and a length',
    'HTTP/1.1 200 OK\r\ncontent-length: 50\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
])(
  'what follows an answer with %s is never taken for the answer to the next request, of another tenant perhaps',
  async (_, answer) => {
    let requests = 0;
    const server = await startTcpServer((socket) =>
      socket.on('data', (chunk) => {
        if (!chunk.includes('POST / ')) return;
        requests += 1;
        if (requests === 1) socket.write(`${answer}HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n`);
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      }),
    );
    const post = createPost();
    for (let i = 0; i < 2; i += 1) {
      expect(await post(`http://127.0.0.1:${server.port}/`, signed())).toMatchObject({ statusCode: 200 });
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
);

describe('a request without an answer', () => {
  it('because the connection is refused', async () => {
    const port = await findClosedPort();
    expect(await createPost()(`http://127.0.0.1:${port}/`, signed())).toEqual({
      kind: 'failed',
      error: 'connection',
      detail: 'ECONNREFUSED',
      durationMs: expect.any(Number),
    });
  });

  it('because the connection is closed before the answer', async () => {
    const server = await startTcpServer((socket) => socket.once('data', () => socket.end()));
    expect(await createPost()(`http://127.0.0.1:${server.port}/`, signed())).toMatchObject({
      error: 'connection',
      detail: 'ECONNRESET',
    });
  });

  it('because the other side does not speak TLS', async () => {
    const server = await startTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    expect(await createPost()(`https://127.0.0.1:${server.port}/`, signed())).toMatchObject({ error: 'tls' });
  });

  it.each([
    ['does not speak HTTP', '220 mail ready\r\n'],
    ['sends a header that is none', 'HTTP/1.1 200 OK\r\nno header\r\n\r\n'],
    ['sends a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n'],
  ])('because the other side %s', async (_, text) => {
    const server = await startTcpServer((socket) => socket.once('data', () => socket.end(text)));
    expect(await createPost()(`http://127.0.0.1:${server.port}/`, signed())).toMatchObject({
      error: 'protocol',
      detail: expect.stringMatching(/^H[A-Z_a-z]+$/),
    });
  });

  it('because its headers do not end', async () => {
    const server = await startHttpServer((response) =>
      response.writeHead(200, { x: 'x'.repeat(100_000) }).end(),
    );
    expect(await createPost()(server.url, signed())).toMatchObject({ error: 'protocol' });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('because the name does not resolve: %s', async (code) => {
    const { resolveHost } = answerLookups(new NameError('hooks.example.com', code));
    expect(await createPost({ resolveHost })('https://hooks.example.com/', signed())).toMatchObject({
      error: 'dns',
      detail: code,
    });
  });

  it('says why with a code only: a message could quote what the receiver sent', async () => {
    const server = await startTcpServer((socket) => socket.once('data', () => socket.end('hunter2\r\n')));
    const result = await createPost()(`http://127.0.0.1:${server.port}/`, signed());
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('a target that must not be reached', () => {
  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '127.0.0.1 10.0.0.1'])(
    'is refused when its name resolves to %s, and nothing is connected to',
    async (addresses) => {
      const server = await startHttpServer();
      const { resolveHost } = answerLookups(addresses);
      const post = createPost({ resolveHost, allowLoopback: false });
      expect(await post(`https://hooks.example.com:${server.port}/`, signed())).toMatchObject({
        kind: 'failed',
        error: 'target_refused',
      });
      expect(server.connections()).toBe(0);
    },
  );

  it.each([
    ['loopback', 'https://127.0.0.1:8443/', 'address_not_allowed'],
    ['a private address', 'https://10.0.0.1/', 'address_not_allowed'],
    ['the credential endpoint', 'https://169.254.169.254/latest/', 'address_not_allowed'],
    ['loopback of version 6', 'https://[::1]/', 'address_not_allowed'],
    ['plain http', 'http://hooks.example.com/', 'scheme_not_allowed'],
    ['a privileged port', 'https://hooks.example.com:22/', 'port_not_allowed'],
    ['no URL', 'hooks.example.com', 'malformed'],
  ])('is refused without a lookup: %s', async (_, url, detail) => {
    const { resolveHost, asked } = answerLookups('93.184.215.14');
    expect(await createPost({ resolveHost, allowLoopback: false })(url, signed())).toMatchObject({
      error: 'target_refused',
      detail,
    });
    expect(asked).toEqual([]);
  });

  it('is left out beside one that may be reached', async () => {
    const server = await startHttpServer();
    const { resolveHost } = answerLookups('10.0.0.1 127.0.0.1');
    const url = `http://localhost:${server.port}/`;
    expect(await createPost({ resolveHost })(url, signed())).toMatchObject({ statusCode: 200 });
  });

  it('cannot be slipped in by a second lookup: there is none for the connection that was checked', async () => {
    const server = await startHttpServer();
    const { resolveHost, asked } = answerLookups('127.0.0.1', '169.254.169.254');
    const url = `http://localhost:${server.port}/`;
    expect(await createPost({ resolveHost })(url, signed())).toMatchObject({ statusCode: 200 });
    expect(asked).toEqual(['localhost']);
  });

  it('is refused when the name answers differently for the next connection', async () => {
    const server = await startHttpServer((response) => response.setHeader('connection', 'close').end());
    const { resolveHost } = answerLookups('127.0.0.1', '169.254.169.254');
    const post = createPost({ resolveHost });
    const url = `http://localhost:${server.port}/`;
    await post(url, signed());
    expect(await post(url, signed())).toMatchObject({ error: 'target_refused' });
    expect(server.connections()).toBe(1);
  });
});
