/** One thing that the demo promises. */
export type DemoStep<Context> = {
  readonly name: string;
  readonly title: string;
  /** Resolves to what a reader should know; throws when something did not hold. */
  readonly run: (context: Context) => Promise<Readonly<Record<string, string | number>>>;
};

export type DemoStepResult = {
  readonly name: string;
  readonly title: string;
  readonly ok: boolean;
  readonly duration_ms: number;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly error?: string;
};

export type StepWatcher = {
  readonly onStart?: (step: Pick<DemoStep<never>, 'name' | 'title'>) => void;
  readonly onResult?: (result: DemoStepResult) => void;
};

/** Runs the steps in order, up to the first that does not hold: those after it build on it. */
export async function runSteps<Context>(
  steps: readonly DemoStep<Context>[],
  context: Context,
  watcher: StepWatcher = {},
): Promise<DemoStepResult[]> {
  const results: DemoStepResult[] = [];
  for (const step of steps) {
    watcher.onStart?.(step);
    const result = await runStep(step, context);
    results.push(result);
    watcher.onResult?.(result);
    if (!result.ok) break;
  }
  return results;
}

async function runStep<Context>(
  { name, title, run }: DemoStep<Context>,
  context: Context,
): Promise<DemoStepResult> {
  const startedAt = performance.now();
  const done = () => ({ name, title, duration_ms: Math.round(performance.now() - startedAt) });
  try {
    const facts = await run(context);
    return { ...done(), ok: true, facts };
  } catch (error) {
    return { ...done(), ok: false, facts: {}, error: error instanceof Error ? error.message : String(error) };
  }
}
