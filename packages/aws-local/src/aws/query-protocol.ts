import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../json.ts';
import type { BackendAnswer } from './backend.ts';
import { type AwsCall, protocolOf } from './identify-call.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** A call in AWS' query protocol, which SNS speaks: form fields, and XML for an answer. */
export function readQueryCall(
  headers: IncomingHttpHeaders,
  body: Buffer | string,
): { readonly call: AwsCall; readonly input: JsonObject } | undefined {
  if (!/\/sns\/aws4_request/.test(headers.authorization ?? '')) return undefined;
  const {
    Action: operation = '',
    Version: _,
    ...input
  } = Object.fromEntries(new URLSearchParams(String(body)));
  return { call: { service: 'sns', operation }, input };
}

export const queryAnswer = (operation: string, result: Readonly<Record<string, string>>): BackendAnswer =>
  xml(
    200,
    `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${elements(result)}</${operation}Result><ResponseMetadata>${requestId()}</ResponseMetadata></${operation}Response>`,
  );

export const queryError = (status: number, code: string, message: string): BackendAnswer => {
  const Type = status < 500 ? 'Sender' : 'Receiver';
  const error = elements({ Type, Code: code, Message: message });
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error>${requestId()}</ErrorResponse>`,
  );
};

const xml = (status: number, body: string): BackendAnswer => ({
  status,
  headers: { 'content-type': protocolOf('sns').contentType },
  body,
});

const requestId = () => elements({ RequestId: randomUUID() });

const elements = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('');

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
