import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the threads of one stack share. */
export type ThreadFiles = {
  /** The program that each of them runs. */
  readonly program: string;
  /** Where they keep the code that they have compiled: loading a bundle again costs half as much. */
  readonly compileCache: string;
  /** @returns the directory that then has it as `index.js` */
  readonly writeInlineCode: (functionName: string, code: string) => string;
  readonly remove: () => void;
};

/** The first imports the others. */
const PROGRAM = ['function-thread', 'thread-http'] as const;

/** Writes the threads' program without its types: else each of them loads Node's TypeScript support, 8 MiB. */
export function prepareThreads(): ThreadFiles {
  const directory = mkdtempSync(join(tmpdir(), 'aws-local-'));
  for (const name of PROGRAM) {
    const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
    const plain = withoutWarning(() => stripTypeScriptTypes(source));
    writeFileSync(
      join(directory, `${name}.mjs`),
      plain.replaceAll(/ from '(\.\/[\w-]+)\.ts'/g, " from '$1.mjs'"),
    );
  }
  return {
    program: join(directory, `${PROGRAM[0]}.mjs`),
    compileCache: join(directory, 'compiled'),
    writeInlineCode: (functionName, code) => {
      const inline = join(directory, functionName);
      mkdirSync(inline);
      writeFileSync(join(inline, 'index.js'), code);
      return inline;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Node warns that this function is experimental; the stripping itself, by which this file runs, is not. */
function withoutWarning<T>(act: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return act();
  } finally {
    process.emitWarning = emitWarning;
  }
}
