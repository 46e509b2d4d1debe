import type { Readable } from 'node:stream';
import type { Clock } from '@switchyard/core/clock';
import type { Account } from './account.ts';
import type { Fetch } from './doctor/check-reachable.ts';
import type { OpenDeployment } from './open-deployment.ts';
import type { Output } from './output.ts';

type TimeAndRandom = {
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
  /** Ends early, and without an error, when the signal comes. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
};

/** What reads, writes and calls are given: the deployment that the command works on. */
export type DeploymentContext = OpenDeployment & TimeAndRandom;

/** What a command is given. */
export type Session = TimeAndRandom & {
  readonly output: Output;
  /** The deployment that the command line names; with a name, the stack of that name. */
  readonly open: (stack?: string) => Promise<DeploymentContext>;
  readonly openAccount: () => Promise<Account>;
  readonly fetch: Fetch;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly stdin: Readable;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly readSecret: (question: string) => Promise<string>;
  /** From the call on, the first Ctrl-C is for the command to end itself by. */
  readonly untilInterrupted: () => AbortSignal;
};
