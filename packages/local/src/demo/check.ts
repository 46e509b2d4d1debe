/** What the demo promises did not hold. */
export class CheckFailedError extends Error {
  override readonly name = 'CheckFailedError';
}

/** @throws CheckFailedError */
export function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new CheckFailedError(`This did not hold: ${what}`);
}

/** @throws CheckFailedError */
export function checkEqual<T>(actual: T, expected: T, what: string): void {
  check(
    Object.is(actual, expected),
    `${what} is ${JSON.stringify(expected)} (it is ${JSON.stringify(actual)})`,
  );
}
