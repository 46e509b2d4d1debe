import { seedCrypto } from './seed-crypto.ts';
import { soak } from './soak.ts';

type Print = (line: string) => void;

const textOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted()
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** One soak of a seed; prints what went wrong on the way, and what came of it. @returns whether all held */
export async function proveFaults(seed: number, events: number, print: Print): Promise<boolean> {
  seedCrypto(seed);
  const { acknowledged, messages, deliveries, requests, effects, faults, violations } = await soak({
    seed,
    events,
  });
  print(
    `Seed ${seed}: ${acknowledged} requests of ${events} events and ${messages} texts acknowledged, ${effects} side effects.`,
  );
  print(`  faults: ${textOf(faults)}`);
  print(`  deliveries: ${textOf(deliveries)}; ${requests} requests to endpoints`);
  for (const each of violations.slice(0, 20)) print(`  ${each}`);
  if (violations.length === 0) print('  All of them are accounted for.');
  else
    print(
      `  ${violations.length} promises did not hold. Again: pnpm prove faults --seed ${seed} --events ${events}`,
    );
  return violations.length === 0;
}
