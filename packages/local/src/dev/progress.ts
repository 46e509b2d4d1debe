import color from 'picocolors';
import type { Terminal } from './terminal.ts';

/** One line a step, with what it took. */
export function createProgress(
  terminal: Pick<Terminal, 'line'>,
  clock: () => number = performance.now.bind(performance),
) {
  let last = clock();
  return {
    done(name: string, detail = ''): void {
      const now = clock();
      const took = `${((now - last) / 1000).toFixed(1)} s`;
      last = now;
      terminal.line(`  ${color.green('✔')} ${name.padEnd(14)} ${color.dim(took.padStart(6))}   ${detail}`);
    },
  };
}
