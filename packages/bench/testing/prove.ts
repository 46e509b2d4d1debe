// `pnpm prove`: see docs/reliability.md.
import { parseArgs } from 'node:util';
import { proveBundles } from '../../local/testing/crash/prove-bundles.ts';
import { proveHolesAreFound, proveIsolation } from '../../local/testing/isolation/prove-isolation.ts';
import { proveCrash, replayCrash } from './crash/prove-crash.ts';
import { proveFaults } from './faults/prove-faults.ts';
import { proveInTurn } from './prove-in-turn.ts';

const USAGE = `pnpm prove                                      all of these but the planted mistakes, in two processes
pnpm prove crash                                every flow, a crash at every side effect
pnpm prove crash --flow NAME                    one flow
pnpm prove crash --flow NAME --point 7-after    one crash, with all that happens
pnpm prove crash --bundles                      the deployed bundles, a crash at every call to AWS
pnpm prove faults [--seed 7] [--events 2000]    a soak in which everything goes wrong now and then
pnpm prove isolation                            every route, job and callback, asked by those who may not
pnpm prove isolation --planted                  a mistake in each route, which must be found`;

const print = (line: string): void => console.log(line);

async function prove(): Promise<boolean> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      flow: { type: 'string' },
      point: { type: 'string' },
      seed: { type: 'string', default: '1' },
      events: { type: 'string', default: '2000' },
      bundles: { type: 'boolean' },
      planted: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const [what = 'all'] = positionals;
  if (values.help) {
    print(USAGE);
    return true;
  }
  switch (what) {
    case 'all': {
      const soak = ['--seed', String(whole(values.seed)), '--events', String(whole(values.events))];
      // What computes beside what waits.
      const lanes = [
        [['crash'], ['faults', ...soak]],
        [['crash', '--bundles'], ['isolation']],
      ];
      return (await Promise.all(lanes.map((parts) => proveInTurn(parts, print)))).every(Boolean);
    }
    case 'isolation':
      return values.planted ? proveHolesAreFound(print) : proveIsolation(print);
    case 'faults':
      return proveFaults(whole(values.seed), whole(values.events), print);
    case 'crash':
      if (values.bundles) return proveBundles(print);
      return values.flow !== undefined && values.point !== undefined
        ? replayCrash(values.flow, values.point, print)
        : proveCrash(values.flow, print);
    default:
      throw new RangeError(`"${what}" is nothing to prove.\n${USAGE}`);
  }
}

function whole(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new RangeError(`"${text}" is not a whole number from 1 to 999999999.`);
}

try {
  const holds = await prove();
  const { user, system } = process.cpuUsage();
  const [all, processor] = [performance.now() / 1_000, (user + system) / 1e6].map(Math.round);
  print(`${all} s, of which ${processor} s of processor time.`);
  // Not `exitCode`: an environment that has ended may have left a timer.
  process.exit(holds ? 0 : 1);
} catch (error) {
  console.error(error instanceof RangeError ? error.message : error);
  process.exit(1);
}
