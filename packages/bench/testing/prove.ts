// `pnpm prove`: see docs/reliability.md.
import { parseArgs } from 'node:util';
import { proveCrash, replayCrash } from './crash/prove-crash.ts';

const USAGE = `pnpm prove [crash]                              every flow, a crash at every side effect
pnpm prove crash --flow NAME                    one flow
pnpm prove crash --flow NAME --point 7-after    one crash, with all that happens`;

const print = (line: string): void => console.log(line);

async function prove(): Promise<boolean> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { flow: { type: 'string' }, point: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [what = 'all'] = positionals;
  if (values.help) {
    print(USAGE);
    return true;
  }
  switch (what) {
    case 'all':
    case 'crash':
      return values.flow !== undefined && values.point !== undefined
        ? replayCrash(values.flow, values.point, print)
        : proveCrash(values.flow, print);
    default:
      throw new RangeError(`"${what}" is nothing to prove.\n${USAGE}`);
  }
}

try {
  // Not `exitCode`: an environment that has ended may have left a timer.
  process.exit((await prove()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof RangeError ? error.message : error);
  process.exit(1);
}
