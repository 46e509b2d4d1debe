/**
 * Writes the committed files that are made from code: `node scripts/generate.ts`.
 * With `--check` nothing is written, and the exit code is 1 when a file is stale.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderCompatibleSchema, SCHEMA_FILES } from './schema-files.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What each file should hold, by its path from the root. */
const GENERATORS: Readonly<Record<string, () => Promise<string>>> = {
  'docs/openapi/ingest-api.json': async () => {
    const { renderHooksOpenApi } = await import('./hooks-openapi.ts');
    return toJson(await renderHooksOpenApi());
  },
  'packages/console/src/api/schema.ts': async () =>
    (await import('../packages/console/build/api-schema.ts')).renderApiSchema(),
  'docs/openapi/receiver.json': async () => {
    const { renderOpenApi } = await import('../packages/receiver/openapi/render.ts');
    return toJson(await renderOpenApi());
  },
  ...Object.fromEntries(
    Object.keys(SCHEMA_FILES).map((path) => [path, async () => toJson(renderCompatibleSchema(path))]),
  ),
  'docs/environment.md': async () => (await import('./environment-docs.ts')).renderEnvironmentDocs(),
  'docs/cost.md': async () => (await import('./cost-docs.ts')).renderCostDocs(),
  '.env.example': async () => (await import('./environment-docs.ts')).renderEnvExample(),
};

const toJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale: string[] = [];
for (const [path, render] of Object.entries(GENERATORS)) {
  const file = join(ROOT, path);
  const wanted = await render();
  if ((await readFile(file, 'utf8').catch(() => undefined)) === wanted) continue;
  stale.push(path);
  if (values.check) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, wanted);
}

if (stale.length === 0) {
  console.log('All generated files are up to date.');
} else if (values.check) {
  console.error(`Stale: ${stale.join(', ')}. Run "node scripts/generate.ts" and commit what it writes.`);
  process.exitCode = 1;
} else {
  console.log(`Written: ${stale.join(', ')}.`);
}
