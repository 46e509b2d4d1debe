import { brotliCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildPages } from './build-pages.ts';
import type { Pages } from './pages.ts';

const MAX_INITIAL_BYTES = 200 * 1_024;

describe('the pages', () => {
  let pages: Pages;
  let html: string;
  beforeAll(async () => {
    pages = await buildPages();
    html = new TextDecoder().decode(pages.get('/')?.bytes);
  });
  const assets = () => [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);

  it('are one document whose assets are served beside it, for ever under names that say what is in them', () => {
    expect(pages.get('/')).toMatchObject({ contentType: 'text/html; charset=utf-8', immutable: false });
    expect(assets().length).toBeGreaterThan(1);
    for (const path of assets()) expect([path, pages.get(path)?.immutable]).toEqual([path, true]);
    for (const [path, { contentType }] of pages)
      if (path !== '/')
        expect([path, contentType]).toEqual([path, expect.stringMatching(/^text\/(javascript|css);/)]);
  });

  it('have nothing inline, which their policy would refuse', () => {
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=/);
  });

  it('are small: what is loaded at first has at most 200 KiB compressed', () => {
    const scripts = assets().filter((path) => path.endsWith('.js'));
    const bytes = scripts.reduce(
      (sum, path) => sum + brotliCompressSync(pages.get(path)?.bytes ?? '').byteLength,
      0,
    );
    expect(bytes).toBeLessThan(MAX_INITIAL_BYTES);
  });
});
