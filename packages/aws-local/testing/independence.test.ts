import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const files = ['src', 'testing'].flatMap((directory) =>
  readdirSync(join(PACKAGE, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);
const THIS_FILE = fileURLToPath(import.meta.url);
/** The product that is built on this package, and words that only it has. */
const FOREIGN = /switchyard|tenant|webhook|whatsapp|twilio|sendgrid|resend|dlq/i;

it('imports nothing from outside its directory, and no package of this workspace', () => {
  const outside = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'/g)]
      .map(([, specifier = '']) => specifier)
      .filter((specifier) =>
        specifier.startsWith('.')
          ? relative(PACKAGE, join(file, '..', specifier)).startsWith('..')
          : specifier.startsWith('@switchyard/'),
      )
      .map((specifier) => `${relative(PACKAGE, file)}: ${specifier}`),
  );
  expect(outside).toEqual([]);
});

it('names nothing of what is built on it', () => {
  const named = files
    .filter((file) => file !== THIS_FILE)
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => FOREIGN.test(line))
        .map((line) => `${relative(PACKAGE, file)}: ${line.trim()}`),
    );
  expect(named).toEqual([]);
});
