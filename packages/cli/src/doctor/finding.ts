import { explainError } from '../explain-error.ts';

export type FindingState = 'ok' | 'warn' | 'fail' | 'skipped';

/** What a check found: a sentence, and the command or setting that repairs it. */
export type Finding = {
  readonly check: string;
  readonly state: FindingState;
  readonly detail: string;
  readonly fix?: string | undefined;
};

const of =
  (state: FindingState) =>
  (check: string, detail: string, fix?: string): Finding => ({ check, state, detail, fix });

export const ok = of('ok');
export const warn = of('warn');
export const fail = of('fail');
export const skipped = of('skipped');

/** A check that cannot be made has failed; the others go on. */
export async function orFailure(
  check: string,
  make: () => Promise<Finding | readonly Finding[]>,
): Promise<Finding[]> {
  try {
    return [await make()].flat();
  } catch (error) {
    return [fail(check, explainError(error).message)];
  }
}
