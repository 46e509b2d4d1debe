import type { OutgoingHttpHeaders } from 'node:http';
import { type JsonObject, parseObject } from '../json.ts';

export type BackendAnswer = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | string;
};

/** One service that really stores things: in this process, or another emulator over HTTP. */
export type Backend = {
  /** @param raw the input as JSON text, for who passes it on as it is */
  readonly call: (
    operation: string,
    input: JsonObject,
    raw: Buffer | string,
    signal?: AbortSignal,
  ) => Promise<BackendAnswer>;
  readonly stop: () => Promise<void>;
};

/** What a service refused, under the service's own name for it. */
export class RefusedCallError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** @throws RefusedCallError */
export async function callBackend(
  backend: Backend,
  operation: string,
  input: JsonObject,
): Promise<JsonObject> {
  const { status, body } = await backend.call(operation, input, JSON.stringify(input));
  const output = parseObject(String(body)) ?? {};
  if (status === 200) return output;
  const type = String(output.__type ?? `Status${status}`);
  throw new RefusedCallError(type.replace(/^.*#/, ''), String(output.message ?? output.Message ?? type));
}
