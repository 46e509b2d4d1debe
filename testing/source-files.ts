import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export type SourceFile = {
  /** From the root of the repository. */
  readonly path: string;
  /** `core`, `cdk`, … or `.` for what belongs to none. */
  readonly package: string;
  /** `test`: tests and what is only for them. */
  readonly kind: 'source' | 'test';
  readonly text: string;
};

const SKIPPED = new Set(['node_modules', 'cdk.out', '.switchyard']);

/** Our TypeScript. */
export function sourceFiles(): readonly SourceFile[] {
  const paths = globSync(['{cdk,packages,scripts,testing}/**/*.ts'], {
    cwd: ROOT,
    exclude: (path) => SKIPPED.has(path.replace(/^.*\//, '')),
  });
  return paths.toSorted().map((path) => ({
    path,
    package: /^(?:packages\/)?(?!scripts|testing)([^/]+)\//.exec(path)?.[1] ?? '.',
    kind: /\.test\.ts$|(^|\/)(testing|flow)\//.test(path) ? 'test' : 'source',
    text: readFileSync(`${ROOT}${path}`, 'utf8'),
  }));
}

export type Import = { readonly file: SourceFile; readonly from: string; readonly isType: boolean };

const STATIC = /^\s*(?:import|export)\s+(type\s)?(?:[\w*$\s{},]+?\sfrom\s+)?'([^'\n]+)'/gm;
/** Their text may be a program for the reader. */
const TEMPLATES = /`(?:\\.|[^`\\])*`/g;
const DYNAMIC = /\bimport\('([^'\n]+)'\)/g;

/** What a file imports. Of `import { type A }` nothing is left at run time, but the module is loaded. */
export function importsOf(file: SourceFile): readonly Import[] {
  const text = file.text.replace(TEMPLATES, '``');
  return [
    ...[...text.matchAll(STATIC)].map(([, type, from = '']) => ({
      file,
      from,
      isType: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, from = '']) => ({ file, from, isType: false })),
  ];
}
