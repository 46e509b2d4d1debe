import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addRoutes, createHttpApp, type HttpApp } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import fastify from 'fastify';
import { portalRoutes } from './page-routes.ts';
import { writePages } from './write-pages.ts';

describe('the routes of the portal', () => {
  let directory: string;
  let app: HttpApp;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'switchyard-portal-'));
    writePages('portal', directory);
    app = createHttpApp(fastify, { logger: createLogger('test', 'silent'), bodyLimit: 1024 });
    addRoutes(app, undefined, portalRoutes(pathToFileURL(`${directory}/`)));
  }, 300_000);
  afterAll(() => rm(directory, { recursive: true }));

  const assetsOf = (html: string): string[] =>
    [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);

  it.each(['/v1/portal', '/v1/portal/endpoints', '/v1/portal/endpoints/billing/more'])(
    'answer %s with the page, whose assets are found from there',
    async (path) => {
      const page = await app.inject(path);
      expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
      const assets = assetsOf(page.body);
      expect(assets.length).toBeGreaterThan(1);
      for (const asset of assets) {
        const { pathname } = new URL(asset, `http://api.example/prod${path}`);
        expect((await app.inject(pathname.replace('/prod', ''))).statusCode).toBe(200);
      }
    },
  );

  it('let nothing in that is not of the same origin', async () => {
    const { headers } = await app.inject('/v1/portal');
    expect(headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  });

  it('answer an asset compressed and for ever, and as text to who cannot decompress it', async () => {
    const [asset = ''] = assetsOf((await app.inject('/v1/portal')).body);
    const path = new URL(asset, 'http://api.example/v1/portal').pathname;
    const small = await app.inject({ url: path, headers: { 'accept-encoding': 'gzip, deflate, br' } });
    const plain = await app.inject(path);
    expect(small.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['content-type']).toBe(small.headers['content-type']);
    expect(small.rawPayload.byteLength).toBeLessThan(plain.rawPayload.byteLength / 2);
  });

  it.each(['nothing.js', 'index.html', '..%2Findex.html', '%2e%2e%2f%2e%2e%2findex.mjs', 'portal.js%00.css'])(
    'have no asset %s',
    async (name) => {
      const answer = await app.inject(`/v1/portal/assets/${name}`);
      expect([answer.statusCode, answer.json()]).toEqual([
        404,
        expect.objectContaining({ code: 'asset_not_found' }),
      ]);
    },
  );
});
