import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const paths = globSync(['{cdk,packages,scripts,testing}/**/*.{ts,tsx}'], {
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

export type Import = {
  readonly file: SourceFile;
  readonly from: string;
  readonly isType: boolean;
  /** Loaded by `import()`, when the code comes to it. */
  readonly isOnDemand: boolean;
};

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
      isOnDemand: false,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, from = '']) => ({
      file,
      from,
      isType: false,
      isOnDemand: true,
    })),
  ];
}

/** The files of its own package that Node loads for this one, itself among them. */
export function filesLoadedBy(path: string, files: ReadonlyMap<string, SourceFile>): ReadonlySet<string> {
  const loaded = new Set([path]);
  for (const each of loaded) {
    const file = files.get(each);
    if (file === undefined) throw new Error(`There is no file ${each}.`);
    for (const { from, isType, isOnDemand } of importsOf(file))
      if (from.startsWith('.') && !isType && !isOnDemand) loaded.add(join(each, '..', from));
  }
  return loaded;
}
