import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatMs } from '../../ui/format.ts';
import { Payload } from '../../ui/payload.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';

type Attempt = Schemas['Attempt'];

export type AttemptsProps = {
  readonly attempts: readonly Attempt[];
  /** When the next one is made. */
  readonly next: string | undefined;
  /** Whose attempts, where there are several endpoints on the page. */
  readonly to?: string;
  /** What else is shown of an attempt. */
  readonly more?: (attempt: Attempt) => ReactNode;
};

/** Attempts on a line of time, each with its answer. */
export function Attempts({ attempts, next, to, more }: AttemptsProps) {
  return (
    <ol className="timeline">
      {attempts.map((attempt) => (
        <li
          key={`${attempt.generation}-${attempt.attempt}-${attempt.started_at}`}
          data-tone={toneOf(attempt)}
        >
          <div className="row" data-apart="">
            <span className="row">
              <strong>Attempt {attempt.attempt}</strong>
              <AttemptOutcome attempt={attempt} />
            </span>
            <span className="small muted row">
              {formatMs(attempt.duration_ms)} · <Time at={attempt.started_at} show="clock" />
            </span>
          </div>
          {attempt.response_body !== undefined && attempt.response_body !== '' && (
            <Payload
              bytes={new TextEncoder().encode(attempt.response_body)}
              label={`the answer to attempt ${attempt.attempt}${to === undefined ? '' : ` to ${to}`}, ${attempt.started_at}`}
            />
          )}
          {more?.(attempt)}
        </li>
      ))}
      {next !== undefined && (
        <li data-tone="idle">
          <span className="muted">
            Next attempt <Time at={next} />
          </span>
        </li>
      )}
    </ol>
  );
}

function AttemptOutcome({ attempt }: { readonly attempt: Attempt }) {
  const { status_code: status, error, error_code: code } = attempt;
  if (status !== undefined) return <Badge tone={toneOf(attempt)}>Answered {status}</Badge>;
  return (
    <Badge tone="bad">
      <StrangeText text={[error ?? 'no answer', code].filter((each) => each !== undefined).join(': ')} />
    </Badge>
  );
}

const toneOf = ({ status_code: status }: Attempt): 'good' | 'bad' =>
  status !== undefined && status >= 200 && status < 300 ? 'good' : 'bad';
