import type { Line } from '../api/console-answers.ts';

/** How far a command is; where it cannot be told, that it works. */
export function RunProgress({
  progress,
}: {
  readonly progress: Extract<Line, { kind: 'progress' }> | undefined;
}) {
  const { label = 'Asking the deployment', message = '', done, total } = progress ?? {};
  const isKnown = total !== undefined && total > 0;
  return (
    <div className="stack" data-tight="" role="status">
      <p>
        {label}
        {message === '' || message === label ? '' : `: ${message}`}
      </p>
      <progress
        className="progress"
        aria-label={label}
        {...(isKnown ? { value: done ?? 0, max: total } : {})}
      />
    </div>
  );
}
