/** One thing that the demo promises. */
export type StoryStep<Context> = {
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

export type StoryWatcher = {
  readonly onStart?: (step: Pick<StoryStep<never>, 'name' | 'title'>) => void;
  readonly onResult?: (result: DemoStepResult) => void;
};

/** Plays the steps in order, up to the first that does not hold: those after it build on it. */
export async function playStory<Context>(
  story: readonly StoryStep<Context>[],
  context: Context,
  watcher: StoryWatcher = {},
): Promise<DemoStepResult[]> {
  const results: DemoStepResult[] = [];
  for (const step of story) {
    watcher.onStart?.(step);
    const result = await playStep(step, context);
    results.push(result);
    watcher.onResult?.(result);
    if (!result.ok) break;
  }
  return results;
}

async function playStep<Context>(
  { name, title, run }: StoryStep<Context>,
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
