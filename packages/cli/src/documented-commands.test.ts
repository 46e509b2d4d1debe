import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from './program.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT })];

const program = createProgram(
  { stdout: new PassThrough(), stderr: new PassThrough() },
  async () => undefined,
);
const child = (command: Command, name: string): Command | undefined =>
  command.commands.find((each) => each.name() === name);

function isCommand([name = '', sub]: readonly string[]): boolean {
  const command = child(program, name);
  if (command === undefined || sub === undefined || command.commands.length === 0)
    return command !== undefined;
  return child(command, sub) !== undefined;
}

it.each(PAGES)('%s names only commands that there are', (page) => {
  const unknown = [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(
      /pnpm (?:-s )?cli ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?/g,
    ),
  ]
    .map(([, ...words]) => words.filter((word) => word !== undefined))
    .filter((words) => !isCommand(words));

  expect(unknown).toEqual([]);
});
