type Stop = () => unknown;

/** Remembers how to end what was started. Everything is ended at once, and what fails does not keep the rest alive. */
export type Cleanup = {
  readonly add: (stop: Stop) => void;
  readonly run: () => Promise<void>;
};

export function createCleanup(): Cleanup {
  const phases: Stop[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    const stops = phases.splice(0).map(async (stop) => stop());
    const failures = (await Promise.allSettled(stops)).filter((result) => result.status === 'rejected');
    if (failures.length > 0) {
      throw new AggregateError(
        failures.map(({ reason }) => reason),
        'Parts of the local stack did not stop cleanly.',
      );
    }
  };
  return {
    add: (stop) => {
      phases.push(stop);
    },
    run: () => {
      running ??= run();
      return running;
    },
  };
}
