/** What a run says, a line of JSON each. The last is `ended` or `failed`. */
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
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

export type CommandDescription = {
  readonly name: string;
  readonly summary: string;
  /** The inputs that are written by their place. */
  readonly arguments: readonly string[];
};

/** Of `GET /api/console`. */
export type ConsoleDescription = {
  readonly target: {
    readonly kind: 'local' | 'stack';
    readonly stack: string | null;
    readonly hooks_url: string;
    readonly region: string | null;
    readonly account: string | null;
  };
  readonly commands: readonly CommandDescription[];
};
