import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { HttpError, type PageRoute, pageRoute } from '@switchyard/core/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { ASSET_HEADERS, assetContentType, PAGE_HEADERS, pathToAssets } from './page-headers.ts';

const decompress = promisify(brotliDecompress);

/**
 * The tenants' portal, from files that are read when somebody asks for them: nothing of it costs a cold start. Every
 * address below it is answered with the one page, whose program then shows what the address stands for.
 *
 * @param files their directory, with a `/` at its end; the bundling puts it beside the function's code
 */
export function portalRoutes(files: URL = new URL('portal/', import.meta.url)): readonly PageRoute[] {
  async function sendPage(reply: FastifyReply, below: number): Promise<FastifyReply> {
    const html = await readFile(new URL('index.html', files), 'utf8');
    return reply
      .type('text/html; charset=utf-8')
      .headers(PAGE_HEADERS)
      .serializer(String)
      .send(html.replaceAll('{{assets}}/', pathToAssets(below)));
  }

  async function sendAsset(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { file } = assetParams.parse(request.params);
    const contentType = assetContentType(file);
    const compressed =
      contentType && (await readFile(new URL(`assets/${file}.br`, files)).catch(() => undefined));
    // The page of an earlier deployment asks for what is no longer there; it then offers to load the new one.
    if (!contentType || compressed === undefined || compressed === '')
      throw new HttpError(404, 'asset_not_found', `There is no file ${JSON.stringify(file)} here.`);
    reply.type(contentType).headers(ASSET_HEADERS);
    return takesBrotli(request)
      ? reply.header('content-encoding', 'br').send(compressed)
      : reply.send((await decompress(compressed)).toString());
  }

  return [
    pageRoute('/v1/portal', (_, reply) => sendPage(reply, 0)),
    pageRoute('/v1/portal/assets/{file}', sendAsset),
    pageRoute('/v1/portal/{page+}', (request, reply) => sendPage(reply, segmentsBelow(request))),
  ];
}

const assetParams = z.object({ file: z.string() });
const pageParams = z.object({ '*': z.string() });

const segmentsBelow = (request: FastifyRequest): number =>
  pageParams.parse(request.params)['*'].split('/').length;

const takesBrotli = ({ headers }: FastifyRequest): boolean =>
  /(^|[\s,])br($|[\s,;])/.test(String(headers['accept-encoding'] ?? ''));
