const ROUNDS = 4;

/**
 * How many times the CPU time of `to` that `of` takes: two costs of one machine, so a slow or busy one says the same.
 * Of each the least of a few runs counts, for a run can only seem dearer than it is, never cheaper: what a busy machine
 * adds to one of them moves the ratio neither up nor down. Stops at the first ratio below `limit`.
 */
export async function costRatio(of: () => unknown, to: () => unknown, limit: number): Promise<number> {
  let reference = await cpuOf(to);
  let cost = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS && cost >= limit * reference; round += 1) {
    reference = Math.min(reference, await cpuOf(to));
    cost = Math.min(cost, await cpuOf(of));
  }
  return cost / reference;
}

const PARTS = 16;
/** Between 1, which is linear, and `PARTS`, which is quadratic. */
const LINEAR_ENOUGH = 5;

/**
 * Whether `act` costs about as much for one long text as for the parts of it, one after the other.
 * @param act takes how many times shorter the text shall be
 */
export async function isLinear(act: (shorter: number) => unknown): Promise<boolean> {
  const inParts = async () => {
    for (let part = 0; part < PARTS; part += 1) await act(PARTS);
  };
  return (await costRatio(() => act(1), inParts, LINEAR_ENOUGH)) < LINEAR_ENOUGH;
}

/** In µs. */
async function cpuOf(act: () => unknown): Promise<number> {
  const before = cpuOfThread();
  await act();
  return cpuOfThread() - before;
}

function cpuOfThread(): number {
  // Linux counts a running thread up to its last tick, some ms ago, unless somebody asks for the whole process.
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
