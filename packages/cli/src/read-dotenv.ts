import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** What the `.env` of a directory holds; undefined where there is none. */
export async function readDotenv(
  directory: string,
): Promise<Readonly<Record<string, string | undefined>> | undefined> {
  const file = join(directory, '.env');
  return existsSync(file) ? parseEnv(await readFile(file, 'utf8')) : undefined;
}
