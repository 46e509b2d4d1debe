import type { Readable, Writable } from 'node:stream';
import pc from 'picocolors';
import type { ExplainedError } from './explain-error.ts';
import { safeJson, withoutSteering } from './format.ts';
import { type Progress, plainProgress, terminalProgress } from './progress.ts';

export type Terminal<Stream> = Stream & { readonly isTTY?: boolean };

export type OutputOptions = {
  readonly json: boolean;
  readonly stdin: Terminal<Readable>;
  readonly stdout: Terminal<Writable>;
  readonly stderr: Terminal<Writable>;
};

/** With `--json` the result is the only thing on stdout. Without, it is text for a person. */
export type Output = {
  /** Somebody is there to be asked. */
  readonly canAsk: boolean;
  readonly colors: ReturnType<typeof pc.createColors>;
  /**
   * The answer of a command, or one of many where its end cannot be waited for: with `--json` one document a line.
   * `undefined` properties are left out of it.
   */
  readonly print: (value: object, text: string) => void;
  /** What goes on meanwhile; without a total, how far it is cannot be told. */
  readonly progress: (label: string, total?: number) => Progress;
  readonly error: (error: ExplainedError) => void;
};

export function createOutput({ json, stdin, stdout, stderr }: OutputOptions): Output {
  const isTerminal = stdout.isTTY === true && !json;
  return {
    canAsk: isTerminal && stdin.isTTY === true,
    colors: pc.createColors(isTerminal && pc.isColorSupported),

    print: (value, text) => void stdout.write(json ? `${safeJson(value)}\n` : `${withoutSteering(text)}\n`),

    progress(label, total) {
      if (isTerminal) return terminalProgress(stdout, label, total);
      return plainProgress(json ? () => undefined : (line) => stdout.write(`${line}\n`), label, total);
    },

    error({ code, message }) {
      if (json) {
        stderr.write(`${safeJson({ error: { code, message } })}\n`);
        return;
      }
      const colors = pc.createColors(stderr.isTTY === true && pc.isColorSupported);
      stderr.write(`${colors.red('error:')} ${withoutSteering(message)}\n`);
    },
  };
}
