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

/** CPU of a fresh process in ms. */
function cpuOf(program: string): number {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const print = 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);';
  const args = ['--no-warnings', '--input-type=module', '--eval', `${program}\n${print}`];
  return Number(execFileSync(process.execPath, args, { cwd: `${ROOT}packages/core`, env }));
}

/** The least of a few of each, since whatever else runs can only add; in turn, since it runs for a while. */
function leastOf(programs: readonly string[]): readonly number[] {
  const rounds = Array.from({ length: ROUNDS }, () => programs.map(cpuOf));
  return programs.map((_, index) => Math.min(...rounds.map((round) => round[index] ?? Number.NaN)));
}

const byPath = new Map(files.map((file) => [file.path, file]));
const nameOf = (subject: string): string => `core${subject.slice(1)}`;
const [bare = Number.NaN, ...costs] = leastOf([
  '',
  ...subjects.map(([subject]) => `await import('@switchyard/${nameOf(subject)}');`),
]);
print('CPU of bare Node', bare.toFixed(0), 'ms');
for (const [index, [subject, path]] of subjects.entries()) {
  const loaded = filesLoadedBy(join('packages/core', path), byPath);
  const more = (costs[index] ?? Number.NaN) - bare;
  print(`  ${nameOf(subject)}`, `+${more.toFixed(0)}`, `ms, ${loaded.size} files of ours`);
}
