import type { ExplainedError } from '../explain-error.ts';

/** What a run says, a line of JSON each, while it goes on. The last one is `ended` or `failed`. */
export type Line =
  /** What goes on meanwhile; without a total, how far it is cannot be told. */
  | {
      readonly kind: 'progress';
      readonly label: string;
      readonly message: string;
      readonly done: number;
      readonly total?: number;
    }
  /** It waits for an answer to this. */
  | { readonly kind: 'question'; readonly id: string; readonly question: string }
  /** The answer, or one of many, as `--json` prints it, and as it is printed for a person. */
  | { readonly kind: 'printed'; readonly value: object; readonly text: string }
  | { readonly kind: 'ended'; readonly exit_code: number }
  | ({ readonly kind: 'failed' } & Pick<ExplainedError, 'code' | 'message'>);
