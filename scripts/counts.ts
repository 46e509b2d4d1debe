// Prints what the house weighs: lines, files, one-use factories, and what each subject of core costs to import.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { filesLoadedBy, ROOT, type SourceFile, sourceFiles } from '../testing/source-files.ts';

const ROUNDS = 5;

const files = sourceFiles();
const isTest = ({ path }: SourceFile): boolean => path.endsWith('.test.ts');
const tests = files.filter(isTest);
const testing = files.filter((file) => file.kind === 'test' && !isTest(file));
const sources = files.filter(({ kind }) => kind === 'source');
const text = sources.map((file) => file.text).join('\n');

const linesOf = (file: SourceFile): number => file.text.split('\n').length - 1;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const print = (name: string, value: number | string, more = ''): void =>
  console.log(`${name.padEnd(34)}${String(value).padStart(7)}  ${more}`.trimEnd());

function printLines(name: string, of: readonly SourceFile[]): void {
  const lengths = of.map(linesOf).toSorted((a, b) => a - b);
  const [median, longest] = [lengths[Math.floor(lengths.length / 2)], lengths.at(-1)];
  print(name, sum(lengths), `in ${of.length} files, median ${median}, max ${longest}`);
}

printLines('Lines outside tests', sources);
for (const name of new Set(sources.map((file) => file.package)))
  printLines(
    `  ${name}`,
    sources.filter((file) => file.package === name),
  );
printLines('Lines in testing/', testing);
printLines('Lines of tests', tests);

const mentionsOf = (name: string): number => [...text.matchAll(new RegExp(`\\b${name}\\(`, 'g'))].length;
const factories = [
  ...new Set([...text.matchAll(/(?:function|const) (create[A-Z]\w*)/g)].map(([, name = '']) => name)),
];
// A function's own declaration looks like a call.
const isFunction = (name: string): boolean => text.includes(`function ${name}`);
const callsOf = (name: string): number => mentionsOf(name) - (isFunction(name) ? 1 : 0);
const calledOnce = factories.filter((name) => callsOf(name) <= 1);
print('Factories (createX)', factories.length);
print('  called once', calledOnce.length, calledOnce.join(' '));
print('ReturnType<typeof create…>', [...text.matchAll(/ReturnType<typeof create/g)].length);
print('Deps types', [...text.matchAll(/type \w*Deps\b/g)].length);

const manifest = z
  .object({ exports: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${ROOT}packages/core/package.json`, 'utf8')));
const subjects = Object.entries(manifest.exports).filter(([subject]) => subject !== './testing');

/** CPU of a fresh process in ms: the least of a few, since whatever else runs can only add. */
function cpuOf(program: string): number {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const print = 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);';
  const args = ['--no-warnings', '--input-type=module', '--eval', `${program}\n${print}`];
  const once = (): number =>
    Number(execFileSync(process.execPath, args, { cwd: `${ROOT}packages/core`, env }));
  return Math.min(...Array.from({ length: ROUNDS }, once));
}

const byPath = new Map(files.map((file) => [file.path, file]));
const bare = cpuOf('');
print('CPU of bare Node', bare.toFixed(0), 'ms');
for (const [subject, path] of subjects) {
  const name = `core${subject.slice(1)}`;
  const more = cpuOf(`await import('@switchyard/${name}');`) - bare;
  const loaded = filesLoadedBy(join('packages/core', path), byPath);
  print(`  ${name}`, `+${more.toFixed(0)}`, `ms, ${loaded.size} files of ours`);
}
