import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** What is not an example: text outside of fenced blocks. */
const prose = (page: string): string => read(page).replaceAll(/^ *```.*?^ *```/gms, '');

/** As GitHub makes them of headings. */
const anchorsOf = (page: string): string[] =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (page: string): string[] =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

describe.each(PAGES)('%s', (page) => {
  it('links to files and headings that are there', () => {
    const dead = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });

    expect(dead).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = read('CONTRIBUTING.md');

  it('names files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:packages|cdk|docs|scripts|testing)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...text.matchAll(/pnpm ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('shows every package on its map', () => {
    const packages = globSync('packages/*', { cwd: ROOT }).map((path) => path.replace('packages/', ''));
    expect(packages.filter((name) => !text.includes(`\n  ${name}/`))).toEqual([]);
  });
});

describe('the runbooks', () => {
  it('are all in their index', () => {
    const runbooks = globSync('docs/runbooks/*.md', { cwd: ROOT })
      .map((page) => page.replace('docs/runbooks/', ''))
      .filter((page) => page !== 'README.md');

    expect(runbooks.length).toBeGreaterThan(8);
    expect(linksOf('docs/runbooks/README.md')).toEqual(expect.arrayContaining(runbooks));
  });
});

describe('the limits', () => {
  it('are called what they are called in the code', () => {
    const code = globSync(['packages/*/src/**/*.ts', 'cdk/lib/**/*.ts'], { cwd: ROOT })
      .filter((file) => !file.endsWith('.test.ts'))
      .map(read)
      .join('\n');
    const named = [...prose('docs/limits.md').matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(
      ([, name = '']) => name,
    );

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !new RegExp(`const ${name} =|^ +${name}: `, 'm').test(code))).toEqual([]);
  });
});
