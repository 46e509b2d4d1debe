import { isObject, parseObject } from '../json.ts';
import type { ApiModel } from './api-model.ts';
import type { ApiResponse } from './gateway-response.ts';
import { isBinaryMediaType } from './media-type.ts';
import { type ApiRequest, header } from './request-event.ts';

/**
 * Headers that a function can not set: API Gateway renames them.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'host',
  'server',
  'www-authenticate',
]);
const DROPPED = new Set(['transfer-encoding', 'keep-alive', 'upgrade', 'trailer', 'te']);

/** @returns undefined when the answer is not what a Lambda proxy integration takes */
export function proxyResponse(api: ApiModel, request: ApiRequest, payload: string): ApiResponse | undefined {
  const answer = parseObject(payload);
  if (!answer) return undefined;
  const { statusCode, headers = {}, multiValueHeaders = {}, body, isBase64Encoded = false } = answer;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (typeof isBase64Encoded !== 'boolean') return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const single = isObject(headers ?? {}) ? Object.entries(headers ?? {}) : undefined;
  const multiple = isObject(multiValueHeaders ?? {}) ? Object.entries(multiValueHeaders ?? {}) : undefined;
  if (!single || !multiple || multiple.some(([, values]) => !Array.isArray(values))) return undefined;

  const list: [string, string][] = multiple.flatMap(([name, values]) =>
    Array.isArray(values) ? values.map((value): [string, string] => [name, String(value)]) : [],
  );
  for (const [name, value] of single) {
    const isRepeated = list.some(
      ([each, text]) => each.toLowerCase() === name.toLowerCase() && text === String(value),
    );
    if (!isRepeated && value !== null) list.push([name, String(value)]);
  }
  const sent = list
    .filter(([name]) => !DROPPED.has(name.toLowerCase()))
    .map(([name, value]): [string, string] => [
      REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name,
      value,
    ]);
  if (!sent.some(([name]) => name.toLowerCase() === 'content-type'))
    sent.push(['Content-Type', 'application/json']);
  sent.push(['x-amzn-RequestId', request.requestId], ['x-amz-apigw-id', request.extendedRequestId]);

  // Only the first type that the client accepts counts.
  const accept = header(request, 'accept')?.split(',')[0];
  const isDecoded = isBase64Encoded && isBinaryMediaType(api.binaryMediaTypes, accept);
  return { status, headers: sent, body: Buffer.from(body ?? '', isDecoded ? 'base64' : 'utf8') };
}
