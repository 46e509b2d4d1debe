import type * as z from 'zod';
import type { GroupName } from './groups.ts';
import type { Output } from './output.ts';
import { parseInput } from './parse-input.ts';
import type { Session } from './session.ts';

/** An option with a value: what stands for it in the help, its summary, and the value where none is given. */
type ValueOption = readonly [placeholder: `<${string}>`, summary: string, fallback?: string];

/** A flag is nothing but its summary. */
export type Option = string | ValueOption;

/** Of inputs that are made of a table, the type does not tell which is a flag. */
type OptionFor<Value> = unknown extends Value
  ? Option
  : [Exclude<Value, undefined>] extends [boolean]
    ? string
    : ValueOption;

/** The answer in JSON: every name in it is in snake_case, or the command does not compile. */
type SnakeCase<Value> = Value extends readonly (infer Element)[]
  ? readonly SnakeCase<Element>[]
  : Value extends object
    ? { [Name in keyof Value as Name extends string ? Lowercase<Name> : Name]: SnakeCase<Value[Name]> }
    : Value;

/** What a text may depend on besides the answer. */
export type Presentation = { readonly colors: Output['colors']; readonly nowMs: number };

export type CommandDefinition<Shape extends z.ZodRawShape, Argument extends keyof Shape & string, Answer> = {
  /** As it is written: `tenants create`. */
  readonly name:
    | `${GroupName} ${string}`
    | 'overview'
    | 'doctor'
    | 'portal-link'
    | 'preflight'
    | 'tail'
    | 'console';
  readonly summary: string;
  /**
   * Names, values and what must be given. `tenantId` is `<tenant-id>` or `--tenant-id`, a list is one that may be
   * repeated, and what the schema does not take as absent is required.
   */
  readonly input: z.ZodObject<Shape>;
  /** The inputs that are written by their place. */
  readonly arguments?: readonly Argument[];
  /** The other inputs, in the order of the help. */
  readonly options: {
    readonly [Name in Exclude<keyof Shape, Argument>]: OptionFor<z.input<Shape[Name]>>;
  };
  readonly examples: readonly string[];
  /** Said in the help after the examples. */
  readonly notes?: string;
  /** Opens nothing before the input is known to be right. */
  readonly run: (
    session: Session,
    input: z.output<z.ZodObject<Shape>>,
  ) => Promise<Answer & SnakeCase<Answer>>;
  readonly text: (answer: Answer, presentation: Presentation) => string;
  /** What of the answer `--json` prints, where that is not all. */
  readonly json?: (answer: Answer) => object;
  /** When the command was understood and the answer is still not what was asked for. */
  readonly exitCode?: (answer: Answer, input: z.output<z.ZodObject<Shape>>) => number;
};

/** A command as the program sees it, whatever its input and answer. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  readonly input: z.ZodObject;
  readonly arguments?: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  readonly notes?: string;
  /** @returns the exit code */
  readonly execute: (session: Session, written: Readonly<Record<string, unknown>>) => Promise<number>;
};

/** A definition that can be executed. */
export type DefinedCommand<
  Shape extends z.ZodRawShape,
  Argument extends keyof Shape & string,
  Answer,
> = CommandDefinition<Shape, Argument, Answer> & Pick<Command, 'execute'>;

/** One operator command: what may be written, what is done, and what is said of it. `commands.ts` lists them. */
export function defineCommand<
  Shape extends z.ZodRawShape,
  Answer extends object,
  Argument extends keyof Shape & string = never,
>(definition: CommandDefinition<Shape, Argument, Answer>): DefinedCommand<Shape, Argument, Answer> {
  const { input: schema, run, text, json, exitCode } = definition;
  return {
    ...definition,
    async execute(session: Session, written: Readonly<Record<string, unknown>>): Promise<number> {
      const { output, clock } = session;
      const input = parseInput(schema, written, definition.arguments ?? []);
      const answer = await run(session, input);
      output.print(json?.(answer) ?? answer, text(answer, { colors: output.colors, nowMs: clock() }));
      return exitCode?.(answer, input) ?? 0;
    },
  };
}
