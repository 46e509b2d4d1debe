import color from 'picocolors';

/** One line a step, with what it took. */
export function createProgress(
  write: (line: string) => void,
  clock: () => number = performance.now.bind(performance),
) {
  let last = clock();
  return {
    done(name: string, detail?: string): void {
      const now = clock();
      const took = `${((now - last) / 1000).toFixed(1)} s`;
      last = now;
      write(
        `  ${color.green('✔')} ${name.padEnd(24)} ${color.dim(detail === undefined ? took : `${detail} · ${took}`)}`,
      );
    },
  };
}
