import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import awsLambdaFastify from '@fastify/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addRoutes, createHttpApp, createLambdaHandler } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import { apiGatewayEvent, lambdaContext } from '@switchyard/core/testing';
import fastify from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { connectChromium } from '../../console/testing/connect-chromium.ts';
import { describeInChromium } from '../../console/testing/describe-in-chromium.ts';
import { documentationFiles } from './documentation-files.ts';
import { documentationRoutes } from './documentation-routes.ts';

const STAGE = '/prod';
const OPERATIONS = [
  'Send events',
  'List events',
  'Deliver an event again',
  'An event is delivered to your endpoint',
];

/** The documentation as a function has it: its files in one directory beside the code. */
async function prepareFiles(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-pages-'));
  const document = fileURLToPath(new URL('../../../docs/openapi/ingest-api.json', import.meta.url));
  const files = [...documentationFiles({ redoc: true }), { name: 'openapi.json', source: document }];
  await Promise.all(files.map(({ name, source }) => copyFile(source, join(directory, name))));
  return directory;
}

function createDocumentationApp(directory: string) {
  const app = createHttpApp(fastify, { logger: createLogger('test', 'silent'), bodyLimit: 1024 });
  const files = pathToFileURL(`${directory}/`);
  addRoutes(app, undefined, documentationRoutes({ prefix: '/v1', redoc: true, files }));
  return app;
}

/** Calls the function as API Gateway does, under its stage's path. */
function serveAsStage(directory: string): Server {
  const handler = createLambdaHandler(awsLambdaFastify, createDocumentationApp(directory));
  return createServer(async (request, response) => {
    const path = request.url ?? '/';
    const { statusCode, headers, body } = path.startsWith(`${STAGE}/`)
      ? await handler(
          apiGatewayEvent({ method: 'GET', path: path.slice(STAGE.length), stagePath: STAGE }),
          lambdaContext(),
        )
      : { statusCode: 403, headers: {}, body: '' };
    const sent = Object.entries(headers ?? {}).filter(([name]) => name !== 'content-length');
    response.writeHead(statusCode, Object.fromEntries(sent.map(([name, value]) => [name, String(value)])));
    response.end(body);
  });
}

/** Everything that went wrong in the page, and every request that it made. */
function observe(page: Page) {
  const problems: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('requestfailed', (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('request', (request) => requested.push(request.url()));
  return { problems, requested };
}

describeInChromium('the documentation pages in Chromium', () => {
  let directory: string;
  let browser: Browser;
  const servers: Server[] = [];
  const roots: Record<string, string> = {};

  beforeAll(async () => {
    directory = await prepareFiles();
    const app = createDocumentationApp(directory);
    roots['on a custom domain'] = await app.listen({ host: '127.0.0.1', port: 0 });
    const stage = serveAsStage(directory);
    servers.push(app.server, stage);
    await new Promise<void>((resolve) => stage.listen(0, '127.0.0.1', resolve));
    const address = stage.address();
    if (address === null || typeof address === 'string') throw new Error('The stage listens on no port.');
    roots['under a stage'] = `http://127.0.0.1:${address.port}${STAGE}`;
    browser = await connectChromium();
  });

  afterAll(async () => {
    await browser?.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(directory, { recursive: true });
  });

  describe.each(['on a custom domain', 'under a stage'])('%s', (where) => {
    it.each([
      { name: 'Swagger UI', path: '/v1/docs' },
      { name: 'Redoc', path: '/v1/redoc' },
    ])(
      '$name shows the operations, without an error and without another host',
      async ({ path }) => {
        const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
        const { problems, requested } = observe(page);
        await page.goto(`${roots[where]}${path}`);

        for (const operation of OPERATIONS) {
          await page
            .getByText(operation, { exact: true })
            .filter({ visible: true })
            .first()
            .waitFor({ timeout: 60_000 });
        }
        await page.waitForLoadState('networkidle');

        expect(problems).toEqual([]);
        const foreign = requested.filter((url) => !/^(http:\/\/127\.0\.0\.1:\d+\/|data:|blob:)/.test(url));
        expect(foreign).toEqual([]);
        await page.close();
      },
      60_000,
    );
  });

  it('an API key can be entered in Swagger UI, goes to the API under its stage, and is forgotten with the page', async () => {
    const page = await browser.newPage();
    await page.goto(`${roots['under a stage']}/v1/docs`);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.getByRole('textbox', { name: 'auth-bearer-value' }).fill('sy_live_example');
    await page.getByRole('button', { name: 'Apply credentials' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('List events').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    const sent = page.waitForRequest((request) => request.url().includes('/v1/events?'));
    await page.getByRole('button', { name: 'Execute' }).click();

    const request = await sent;
    expect(request.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/prod\/v1\/events\?limit=20$/);
    expect(await request.headerValue('authorization')).toBe('Bearer sy_live_example');
    expect(await page.context().storageState()).toEqual({ cookies: [], origins: [] });
    await page.close();
  });
});
