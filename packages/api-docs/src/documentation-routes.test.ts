import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import awsLambdaFastify from '@fastify/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addRoutes, createHttpApp, createLambdaHandler } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import { apiGatewayEvent, lambdaContext } from '@switchyard/core/testing';
import type { APIGatewayProxyResult } from 'aws-lambda';
import fastify from 'fastify';
import { documentationFiles } from './documentation-files.ts';
import { documentationRoutes } from './documentation-routes.ts';

const LAMBDA_RESPONSE_LIMIT = 6 * 1024 * 1024;

let directory: string;
const files = documentationFiles({ redoc: true });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'switchyard-docs-'));
  await Promise.all(
    files.map(async ({ name, source }) => writeFile(join(directory, name), await readFile(source))),
  );
  await writeFile(join(directory, 'openapi.json'), '{"openapi":"3.1.0","paths":{}}');
});
afterAll(() => rm(directory, { recursive: true }));

function createGet(options: { prefix: string; redoc: boolean } = { prefix: '/v1', redoc: true }) {
  const app = createHttpApp(fastify, { logger: createLogger('test', 'silent'), bodyLimit: 1024 });
  addRoutes(app, undefined, documentationRoutes({ ...options, files: pathToFileURL(`${directory}/`) }));
  const handler = createLambdaHandler(awsLambdaFastify, app);
  return (path: string, stagePath = ''): Promise<APIGatewayProxyResult> =>
    handler(apiGatewayEvent({ method: 'GET', path, stagePath }), lambdaContext());
}

describe('documentation pages', () => {
  it.each(['/v1/docs', '/v1/redoc'])('%s is a page that runs no inline script', async (path) => {
    const { statusCode, headers, body } = await createGet()(path);

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("script-src 'self';"),
    });
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it.each(['/v1/docs', '/v1/redoc'])('%s links only to what is served beside it', async (path) => {
    const get = createGet();
    const { body } = await get(path);
    const links = [...body.matchAll(/(?:href|src)="(?!data:)([^"]*)"/g)].map(([, link = '']) => link);

    expect(links).toContain('openapi.json');
    for (const link of links) {
      expect(link).toMatch(/^[a-z]/);
      const { pathname } = new URL(link, `https://api.test${path}`);
      expect({ link, status: (await get(pathname)).statusCode }).toEqual({ link, status: 200 });
    }
  });

  it('leave Redoc and its files out where it is not wanted', async () => {
    const get = createGet({ prefix: '', redoc: false });

    expect((await get('/docs')).statusCode).toBe(200);
    expect((await get('/assets/swagger-ui.css')).statusCode).toBe(200);
    expect((await get('/redoc')).statusCode).toBe(404);
    expect((await get('/assets/redoc.standalone.js')).statusCode).toBe(404);
  });
});

describe('the files of the pages', () => {
  it.each(files.map(({ name }) => name).filter((name) => !name.endsWith('.html')))(
    '%s goes out as text that fits into a Lambda response',
    async (name) => {
      const result = await createGet()(`/v1/assets/${name}`);

      expect(result.statusCode).toBe(200);
      expect(result.isBase64Encoded).toBe(false);
      expect(result.headers).toMatchObject({
        'content-type': `text/${name.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=86400',
      });
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(LAMBDA_RESPONSE_LIMIT);
    },
  );

  it('load nothing from a CDN', async () => {
    const { body } = await createGet()('/v1/assets/redoc.standalone.js');

    expect(body).not.toContain('https://cdn.');
  });

  it.each([
    'nothing.js',
    'openapi.json',
    'docs.html',
    '__proto__',
    '..%2fopenapi.json',
    '..%2F..%2fpackage.json',
    '%2e%2e%2fopenapi.json',
    '%2e%2e',
    '..%5copenapi.json',
    '%2fetc%2fpasswd',
    'swagger-ui.css%00',
  ])('%s is none of them: 404', async (name) => {
    const { statusCode, headers, body } = await createGet()(`/v1/assets/${name}`);

    expect(statusCode).toBe(404);
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 404, code: expect.stringMatching(/_not_found$/) });
  });
});

describe('the OpenAPI document', () => {
  it.each([
    { where: 'behind execute-api', stagePath: '/prod', url: '/prod' },
    { where: 'on a custom domain', stagePath: '', url: '/' },
  ])('names the server as it is reached $where', async ({ stagePath, url }) => {
    const { statusCode, headers, body } = await createGet()('/v1/openapi.json', stagePath);

    expect(statusCode).toBe(200);
    expect(headers?.['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({ openapi: '3.1.0', paths: {}, servers: [{ url }] });
  });

  it('is served without API Gateway too', async () => {
    const app = createHttpApp(fastify, { logger: createLogger('test', 'silent'), bodyLimit: 1024 });
    const files = pathToFileURL(`${directory}/`);
    addRoutes(app, undefined, documentationRoutes({ prefix: '', redoc: false, files }));

    expect((await app.inject('/openapi.json')).json()).toMatchObject({ servers: [{ url: '/' }] });
  });
});
