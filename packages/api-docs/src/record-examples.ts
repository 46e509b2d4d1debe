import type { APIGatewayProxyResult } from 'aws-lambda';
import { type OpenApiDocument, operationsOf, responseOf } from './openapi-document.ts';

export type ExampleRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Exchange = {
  readonly operationId: string;
  /** The example's key in the document. */
  readonly name: string;
  /** Its label; up to 26 characters fit into Redoc's list. */
  readonly summary: string;
  readonly request: ExampleRequest;
};

/**
 * Puts examples into the document by making each request and keeping what the app really answers, so an example
 * can be neither wrong nor stale.
 *
 * @throws RangeError when the app answers with a status or content type that the document does not describe
 */
export async function recordExamples(
  document: OpenApiDocument,
  send: (request: ExampleRequest) => Promise<APIGatewayProxyResult>,
  exchanges: readonly Exchange[],
): Promise<void> {
  for (const { operationId, name, summary, request } of exchanges) {
    const operation = [...operationsOf(document)].find(
      (found) => found.operation.operationId === operationId,
    )?.operation;
    if (operation === undefined) throw new RangeError(`There is no operation ${operationId}.`);

    const answer = await send(request);
    const contentType = String(answer.headers?.['content-type']).split(';', 1)[0] ?? '';
    const media = responseOf(operation, answer.statusCode).content?.[contentType];
    if (media === undefined)
      throw new RangeError(
        `${operationId} answered ${answer.statusCode} as ${contentType}, which is not described.`,
      );
    addExample(media, name, summary, JSON.parse(answer.body));

    const requested = operation.requestBody?.content['application/json'];
    if (requested !== undefined && request.body !== undefined && answer.statusCode < 300)
      addExample(requested, name, summary, JSON.parse(request.body));
  }
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
