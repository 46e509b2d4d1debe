import type * as z from 'zod';
import type { Command, DefinedCommand } from '../define-command.ts';
import { parseInput } from '../parse-input.ts';
import type { Session } from '../session.ts';

type Written = Readonly<Record<string, unknown>>;

/** A command that the console's pages may run. */
export type Offered = {
  readonly command: Command;
  /** What somebody is asked before it; `undefined`: it would change nothing. */
  readonly question?: (session: Session, written: Written) => Promise<string | undefined>;
};

/**
 * @param question names what is about to change, and how many, as it is at that moment. A command line is written
 * out, where in a browser one clicks: so the console asks where the command itself does not. Absent of commands that
 * only read, that are undone by their opposite, or that ask themselves.
 */
export function offer<Shape extends z.ZodRawShape, Argument extends keyof Shape & string, Answer>(
  command: DefinedCommand<Shape, Argument, Answer>,
  question?: (session: Session, input: z.output<z.ZodObject<Shape>>) => Promise<string | undefined>,
) {
  if (question === undefined) return { command };
  return {
    command,
    question: (session: Session, written: Written) =>
      question(session, parseInput(command.input, written, command.arguments)),
  };
}
