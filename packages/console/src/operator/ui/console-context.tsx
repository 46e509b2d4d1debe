import { createContext, useContext } from 'react';
import { commandLine, type WrittenInput } from '../api/command-line.ts';
import type { ConsoleDescription } from '../api/console-answers.ts';

const ConsoleContext = createContext<ConsoleDescription | undefined>(undefined);

export const ConsoleProvider = ConsoleContext.Provider;

export function useConsole(): ConsoleDescription {
  const description = useContext(ConsoleContext);
  if (description === undefined) throw new Error('There is no console around this.');
  return description;
}

/** Writes a command down as it would be typed for this deployment. */
export function useCommandLine(): (name: string, input?: WrittenInput) => string {
  const { target, commands } = useConsole();
  return (name, input = {}) => {
    const command = commands.find((each) => each.name === name) ?? { name };
    return commandLine(command, input, target.stack ?? undefined);
  };
}
