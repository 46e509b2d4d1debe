import { readFile } from 'node:fs/promises';
import { HttpError, type PageRoute, pageRoute } from '@switchyard/core/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { documentationAssets, OPENAPI_FILE, REDOC_PAGE, SWAGGER_UI_PAGE } from './assets.ts';

export type DocumentationOptions = {
  /** Begins every path here, such as `/v1`; may be empty. */
  readonly prefix: string;
  /** Whether Redoc is offered beside Swagger UI. */
  readonly redoc: boolean;
  /** The directory of the files, with a `/` at its end; the bundling puts it beside the function's code. */
  readonly files?: URL;
};

/**
 * The OpenAPI document and the pages that show it, from files that are read when somebody asks for them: nothing of
 * this costs a cold start. Links are relative, so the pages work under a stage path too.
 */
export function documentationRoutes(options: DocumentationOptions): readonly PageRoute[] {
  const { prefix, redoc, files = new URL('docs/', import.meta.url) } = options;
  const assets = documentationAssets({ redoc });
  const read = (name: string): Promise<string> => readFile(new URL(name, files), 'utf8');

  const documentPath = `${prefix}/openapi.json`;
  const document = pageRoute(documentPath, async (request, reply) => {
    const written: object = JSON.parse(await read(OPENAPI_FILE));
    // Only the request knows the API's path: behind execute-api it begins with the stage, on a custom domain not.
    const served = { ...written, servers: [{ url: basePathOf(request, documentPath) || '/' }] };
    return sendText(reply, 'application/json; charset=utf-8', NOT_CACHED, JSON.stringify(served));
  });

  const page = (path: string, file: string) =>
    pageRoute(`${prefix}/${path}`, async (_, reply) =>
      sendText(reply.headers(PAGE_HEADERS), 'text/html; charset=utf-8', NOT_CACHED, await read(file)),
    );

  const asset = pageRoute(`${prefix}/assets/{file}`, async (request, reply) => {
    const { file } = fileParams.parse(request.params);
    const found = assets.get(file);
    if (found === undefined)
      throw new HttpError(404, 'asset_not_found', `There is no file ${JSON.stringify(file)} here.`);
    const text = await read(file);
    const served = found.replace === undefined ? text : text.replaceAll(found.replace.from, found.replace.to);
    return sendText(reply, found.contentType, CACHED_FOR_A_DAY, served);
  });

  return [document, page('docs', SWAGGER_UI_PAGE), ...(redoc ? [page('redoc', REDOC_PAGE)] : []), asset];
}

const fileParams = z.object({ file: z.string() });

const NOT_CACHED = 'no-cache';
const CACHED_FOR_A_DAY = 'public, max-age=86400';

// Swagger UI and Redoc set styles from their scripts; Redoc searches in a worker that it makes from a blob.
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
};

/** Text goes out as it is: no schema, and no base64 in API Gateway. */
function sendText(reply: FastifyReply, contentType: string, cacheControl: string, text: string) {
  return reply
    .type(contentType)
    .headers({ 'cache-control': cacheControl, 'x-content-type-options': 'nosniff' })
    .serializer((payload) => String(payload))
    .send(text);
}

/** What API Gateway has before the path: `/prod` behind execute-api, nothing on a custom domain or without API Gateway. */
function basePathOf(request: FastifyRequest, path: string): string {
  const outer = request.awsLambda?.event?.requestContext.path ?? path;
  return outer.endsWith(path) ? outer.slice(0, -path.length) : '';
}
