import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Answers } from './answers.ts';
import type { WrittenInput } from './command-line.ts';
import { runCommand } from './run-command.ts';

export type CommandOptions = {
  /** Asks again so often; absent: when it is asked for. */
  readonly everyMs?: number;
  readonly enabled?: boolean;
};

/** What a command that only reads answers. */
export function useCommand<Name extends keyof Answers>(
  name: Name,
  input: WrittenInput = {},
  { everyMs, enabled = true }: CommandOptions = {},
): UseQueryResult<Answers[Name]> {
  return useQuery({
    queryKey: [name, input],
    queryFn: async ({ signal }): Promise<Answers[Name]> => {
      const { value } = await runCommand(name, input, { signal });
      // The command line's compiler holds the commands to these types.
      return value as Answers[Name];
    },
    enabled,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
}
