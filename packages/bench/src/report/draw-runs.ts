import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plotOf } from './plot.ts';
import { parseRun } from './run-file.ts';

/** One plot of all runs whose `bench.json` is in the directory, under whatever names, in the order of these. */
export async function drawRuns(directory: string): Promise<string> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.json')).toSorted();
  return plotOf(
    await Promise.all(files.map(async (name) => parseRun(await readFile(join(directory, name), 'utf8')))),
  );
}
