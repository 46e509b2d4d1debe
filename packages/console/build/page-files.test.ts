import { beforeAll, describe, expect, it } from '@jest/globals';
import { type BuiltPages, buildPages, compressed } from './page-files.ts';

const MOST_KILOBYTES = 200;

describe.each(['portal', 'operator'] as const)('the pages: %s', (set) => {
  let pages: BuiltPages;
  beforeAll(() => {
    pages = buildPages(set);
  }, 300_000);

  const textOf = (name: string): string => {
    const file = pages.files.find((each) => each.name === name);
    return new TextDecoder().decode(file?.bytes);
  };

  it(`need at most ${MOST_KILOBYTES} kB, compressed, before the first is shown`, () => {
    const sizes = pages.files
      .filter(({ name }) => pages.initial.includes(name))
      .map(({ bytes }) => compressed(bytes).byteLength / 1000);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_KILOBYTES);
  });

  it('have an index with nothing inline, and all that it names is there', () => {
    const html = textOf('index.html');
    const named = [...html.matchAll(/(?:src|href)="\{\{assets\}\}\/([^"]+)"/g)].map(
      ([, name]) => `assets/${name}`,
    );
    expect(named.toSorted()).toEqual(pages.initial.toSorted());
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=/);
  });

  it('ask nothing of another host', () => {
    const texts = pages.files
      .filter(({ name }) => /\.(css|html)$/.test(name))
      .map(({ name }) => textOf(name));
    expect(texts.join('\n')).not.toMatch(/(?:src|href|url\(|@import)\s*["'(=]*\s*(?:https?:)?\/\//);
  });

  it('load a page of their own only when it is opened', () => {
    const initial = pages.initial.map(textOf).join('\n');
    const ofOnePage = { portal: 'Rotate the secret of', operator: 'Refused callback' }[set];
    expect(initial).not.toContain(ofOnePage);
    expect(pages.files.some(({ name }) => textOf(name).includes(ofOnePage))).toBe(true);
  });

  it('do not tell where they were made', () => {
    expect(pages.files.some(({ name }) => textOf(name).includes(process.cwd()))).toBe(false);
  });
});
