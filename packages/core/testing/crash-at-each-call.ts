import type { TestTable } from './test-table.ts';

/**
 * Runs an operation again and again, each time from anew: in one run each call of the table fails before it took
 * effect, in another after it did, and the operation stops there. Then it is repeated, as its caller would, and
 * `check` looks at what has become of it.
 *
 * @returns how many crashes were tried
 */
export async function crashAtEachCall<Setup extends { readonly table: TestTable }>(
  setUp: () => Setup | Promise<Setup>,
  operation: (setup: Setup) => Promise<unknown>,
  check: (setup: Setup, crash: string) => void | Promise<void>,
): Promise<number> {
  let crashes = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const setup = await setUp();
      const failed = await crashAt(setup, when, nth, operation);
      if (failed === undefined) break;
      crashes += 1;
      await operation(setup);
      await check(setup, `${when} ${failed}, call ${nth}`);
    }
  }
  return crashes;
}

/** @returns the operation that failed; undefined when there were fewer calls */
async function crashAt<Setup extends { readonly table: TestTable }>(
  setup: Setup,
  when: 'before' | 'after',
  nth: number,
  operation: (setup: Setup) => Promise<unknown>,
): Promise<string | undefined> {
  let calls = 0;
  let failed: string | undefined;
  setup.table.hooks[when] = (call) => {
    calls += 1;
    if (calls !== nth) return;
    failed = call.operation;
    throw new Error('The function was stopped');
  };
  try {
    await operation(setup);
  } catch (error) {
    if (failed === undefined) throw error;
  } finally {
    setup.table.hooks[when] = () => undefined;
  }
  return failed;
}
