import { useCallback, useEffect, useRef, useState } from 'react';
import type { WrittenInput } from '../api/command-line.ts';
import type { Line } from '../api/console-answers.ts';
import { runCommand } from '../api/run-command.ts';

type Progress = Extract<Line, { kind: 'progress' }>;

/** Where a run is. */
export type RunState =
  | { readonly at: 'working'; readonly progress: Progress | undefined }
  | { readonly at: 'asking'; readonly question: string; readonly answer: (yes: boolean) => void }
  | { readonly at: 'done'; readonly text: string }
  | { readonly at: 'failed'; readonly error: unknown };

export type Run = {
  readonly state: RunState;
  /** An open question is answered with no. What is under way goes on. */
  readonly leave: () => void;
};

/** Runs a command that changes something, once, and shows where it is. */
export function useRun(name: string, input: WrittenInput, onEnd: () => void): Run {
  const [state, setState] = useState<RunState>({ at: 'working', progress: undefined });
  const pending = useRef<((yes: boolean) => void) | undefined>(undefined);
  const begun = useRef(false);

  const ask = useCallback((question: string) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const answer = (yes: boolean) => {
      pending.current = undefined;
      if (yes) setState({ at: 'working', progress: undefined });
      resolve(yes);
    };
    pending.current = answer;
    setState({ at: 'asking', question, answer });
    return promise;
  }, []);

  useEffect(() => {
    // In development React mounts everything twice, and this is done once.
    if (begun.current) return;
    begun.current = true;
    const onProgress = (progress: Progress) => setState({ at: 'working', progress });
    runCommand(name, input, { onProgress, onQuestion: ask })
      .then(
        ({ text }) => setState({ at: 'done', text }),
        (error: unknown) => setState({ at: 'failed', error }),
      )
      .finally(onEnd);
  }, [name, input, ask, onEnd]);

  return { state, leave: () => pending.current?.(false) };
}
