import type { LogLine } from '@switchyard/aws-local';
import color from 'picocolors';
import { formatLogLine } from '../dev/format-log-line.ts';
import { createProgress } from '../dev/progress.ts';
import type { Terminal } from '../dev/terminal.ts';
import type { DemoResult, DemoWatcher } from './run-demo.ts';
import type { DemoStepResult } from './run-steps.ts';

export type DemoCommandInput = {
  readonly terminal: Terminal;
  /** One JSON object is printed, and nothing else. */
  readonly json: boolean;
  readonly run: (watcher: DemoWatcher) => Promise<DemoResult>;
};

/** @returns the exit code: 0 only when all of it held */
export async function demoCommand({ terminal, json, run }: DemoCommandInput): Promise<0 | 1> {
  try {
    const result = await run(json ? {} : createWatcher(terminal));
    terminal.status(undefined);
    if (json) terminal.line(JSON.stringify(result));
    else terminal.line(verdict(result));
    return result.ok ? 0 : 1;
  } catch (error) {
    terminal.status(undefined);
    const message = error instanceof Error ? error.message : String(error);
    if (json) terminal.line(JSON.stringify({ ok: false, error: message, steps: [] }));
    else terminal.line(`\n${color.red('Not played to the end.')} ${message}\n`);
    return 1;
  }
}

function createWatcher(terminal: Terminal): DemoWatcher {
  terminal.line(
    `\n${color.bold('Switchyard demo')}  ${color.dim('the stack that would be deployed, here')}\n`,
  );
  terminal.status('Synthesizing: bundling the functions takes a few seconds');
  const progress = createProgress(terminal);
  return {
    onProgress: ({ name, detail }) => {
      progress.done(name, detail);
      terminal.status('Starting the stack');
    },
    onLog: (line) => {
      const text = isNews(line) ? formatLogLine(line) : undefined;
      if (text !== undefined) terminal.line(`    ${text}`);
    },
    onStart: ({ title }) => {
      terminal.line(`\n  ${color.bold(title)}`);
      terminal.status('Waiting');
    },
    onResult: (result) => {
      terminal.status(undefined);
      terminal.line(describeResult(result));
    },
  };
}

/** What happens while a step waits: attempts, retries, dead letters. */
const isNews = ({ json }: LogLine): boolean =>
  json === undefined || ['delivery', 'requeue'].includes(String(json.msg)) || json.outcome === 'accepted';

function describeResult({ ok, duration_ms: ms, facts, error }: DemoStepResult): string {
  const took = color.dim(`${(ms / 1000).toFixed(1)} s`);
  if (!ok) return `  ${color.red('✘')} ${color.red(error ?? '')}  ${took}`;
  const text = Object.entries(facts)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`)
    .join(', ');
  return `  ${color.green('✔')} ${text}  ${took}`;
}

function verdict({ ok, duration_ms: ms }: DemoResult): string {
  const took = color.dim(`${(ms / 1000).toFixed(1)} s in all`);
  return `\n  ${ok ? color.green('All of it held.') : color.red('Not all of it held.')}  ${took}\n`;
}
