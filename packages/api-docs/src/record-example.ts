import type { RouteExample } from '@switchyard/core/http';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { type OpenApiOperation, responseOf } from './openapi-document.ts';

const JSON_TYPE = 'application/json';

/**
 * Puts an example into the description of an operation: what was asked, and what the app really answered, so that it
 * can be neither wrong nor stale.
 *
 * @throws RangeError when the answer has a status or content type that the document does not describe
 */
export function recordExample(
  operation: OpenApiOperation,
  { name, summary, headers = {}, body }: RouteExample<string>,
  answer: APIGatewayProxyResult,
): void {
  const contentType = String(answer.headers?.['content-type']).split(';', 1)[0] ?? '';
  const media = responseOf(operation, answer.statusCode).content?.[contentType];
  if (media === undefined)
    throw new RangeError(
      `${operation.operationId} answered ${answer.statusCode} as ${contentType}, which is not described.`,
    );
  addExample(media, name, summary, JSON.parse(answer.body));

  const sentAs = headers['content-type'] ?? JSON_TYPE;
  const requested = operation.requestBody?.content[sentAs];
  if (requested !== undefined && body !== undefined && answer.statusCode < 300)
    addExample(requested, name, summary, sentAs === JSON_TYPE ? JSON.parse(body) : body);
}

function addExample(
  media: { example?: unknown; examples?: Record<string, unknown> | undefined },
  name: string,
  summary: string,
  value: unknown,
): void {
  // OpenAPI allows one or the other.
  delete media.example;
  media.examples = { ...media.examples, [name]: { summary, value } };
}
