/** One thing that a function, or SQS for it, does to the world: a call to AWS, a request to an endpoint or a provider. */
export type SideEffect = {
  /** `worker`, or `worker's queue` for what its event source does. */
  readonly by: string;
  /** `dynamodb:put EVENT`. */
  readonly what: string;
};

/** What becomes of one side effect. */
export type Fate =
  | 'done'
  /** The function ends before it happens, as for lack of memory. */
  | 'crash_before'
  /** It happens, and the function ends before it knows. */
  | 'crash_after'
  /** Refused: throttled, or a 5xx. The SDK asks again. */
  | 'refused'
  /** It happens, and the answer does not arrive. The SDK asks again. */
  | 'answer_lost'
  /** It happens so long after it was asked for, or its answer comes so late, that whoever asked may have given up. */
  | { readonly lateBeforeMs: number }
  | { readonly lateAfterMs: number };

/** Decides what becomes of each side effect, in the order in which they happen. */
export type Fates = (effect: SideEffect) => Fate;

/** An error as the SDK throws it once it has given up. */
export class UnansweredError extends Error {
  override readonly name = 'TimeoutError';
}
