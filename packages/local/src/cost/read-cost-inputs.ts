import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../session/paths.ts';
import { type Prices, pricesSchema } from './cost-of-event.ts';
import { type Measured, measuredSchema } from './measured.ts';

/** Of docs/cost: what events use, and what things cost. */
export async function readCostInputs(): Promise<{ measured: Measured; prices: Prices }> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(ROOT, `docs/cost/${name}.json`), 'utf8'));
  return {
    measured: measuredSchema.parse(await read('measured')),
    prices: pricesSchema.parse(await read('prices')),
  };
}
