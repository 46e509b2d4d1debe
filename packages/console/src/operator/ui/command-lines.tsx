import { CopyLine } from '../../ui/code.tsx';
import type { WrittenInput } from '../api/command-line.ts';
import { useCommandLine } from './console-context.tsx';

/** With what it is given, or as it is to be completed: `events story evt_…`. */
export type NamedCommand = readonly [name: string, input?: WrittenInput] | string;

/** What does the same in a terminal. On every page. */
export function CommandLines({ commands }: { readonly commands: readonly NamedCommand[] }) {
  const toLine = useCommandLine();
  return (
    <section className="stack" data-tight="" aria-label="On the command line">
      <h2 className="small muted">The same on the command line</h2>
      {commands.map((command) => {
        const line = typeof command === 'string' ? `pnpm cli ${command}` : toLine(...command);
        return <CopyLine key={line} text={line} what="the command" />;
      })}
    </section>
  );
}
