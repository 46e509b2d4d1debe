// Runs in a worker thread, from a copy, as `function-thread.ts` does: imports from beside it are of types only.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import type { AwsAnswerMessage, AwsMessage } from './thread-messages.ts';

type Send = (message: AwsMessage) => void;

/**
 * Requests of the SDK to the local AWS go to the stack as messages, where a connection on loopback costs five times as
 * much processor time. All that the SDK makes is in them: path, headers, signature and body.
 *
 * @returns what takes the answers
 */
export function sendAwsRequestsAsMessages(awsUrl: string, send: Send): (answer: AwsAnswerMessage) => void {
  const { hostname, port } = new URL(awsUrl);
  const open = new Map<number, AwsRequest>();
  let lastId = 0;
  const request = http.request;
  const requestOrMessage = (...given: unknown[]): unknown => {
    const [options, onResponse] = given;
    if (!isOptions(options) || (options.host ?? options.hostname) !== hostname || `${options.port}` !== port)
      return Reflect.apply(request, http, given);
    lastId += 1;
    const id = lastId;
    const made = new AwsRequest(id, options, (message) => {
      if (message.type === 'awsGone') open.delete(id);
      send(message);
    });
    if (typeof onResponse === 'function') made.once('response', (response) => onResponse(response));
    open.set(id, made);
    return made;
  };
  Object.assign(http, { request: requestOrMessage });
  syncBuiltinESMExports();
  return (answer) => {
    open.get(answer.id)?.receive(answer);
    open.delete(answer.id);
  };
}

type Options = {
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number | string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A URL, as others than the SDK give it, goes over the network. */
const isOptions = (value: unknown): value is Options =>
  typeof value === 'object' && value !== null && !(value instanceof URL);

/** What the SDK uses of a `ClientRequest`. */
class AwsRequest extends Writable {
  readonly #id: number;
  readonly #options: Options;
  readonly #send: Send;
  readonly #chunks: (string | Buffer)[] = [];
  #answered = false;
  #socket: Socket | undefined;

  constructor(id: number, options: Options, send: Send) {
    super({ decodeStrings: false, autoDestroy: false });
    this.#id = id;
    this.#options = options;
    this.#send = send;
  }

  /** Never connected; it keeps the time of inactivity. */
  get socket(): Socket {
    this.#socket ??= new Socket();
    return this.#socket;
  }

  setTimeout(ms: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.socket.setTimeout(ms, () => this.emit('timeout'));
    return this;
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    const { method = 'GET', path = '/', headers = {} } = this.#options;
    const [first = ''] = this.#chunks;
    const body =
      this.#chunks.length > 1 ? Buffer.concat(this.#chunks.map((each) => Buffer.from(each))) : first;
    this.#send({ type: 'aws', id: this.#id, method, path, headers, body });
    done();
  }

  receive({ status, headers, body }: AwsAnswerMessage): void {
    if (this.destroyed) return;
    this.#answered = true;
    const response = Object.assign(new Readable({ read: () => undefined }), {
      statusCode: status,
      statusMessage: http.STATUS_CODES[status] ?? '',
      headers,
      complete: true,
    });
    response.once('close', () => this.destroy());
    if (body.length > 0) response.push(typeof body === 'string' ? Buffer.from(body) : body);
    response.push(null);
    this.emit('response', response);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket?.destroy();
    if (this.#answered) done(error);
    else {
      this.#send({ type: 'awsGone', id: this.#id });
      done(error ?? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    }
  }
}
