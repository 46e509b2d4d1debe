import { RefreshCw, TriangleAlert } from 'lucide-react';
import { Button } from './button.tsx';
import { describeError } from './describe-error.ts';
import { StrangeText } from './strange-text.tsx';

export type ProblemProps = {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly retrying?: boolean;
};

/** An error where its content would be, or above the form that it is about. */
export function Problem({ error, onRetry, retrying = false }: ProblemProps) {
  const { title, detail, requestId } = describeError(error);
  return (
    <div className="notice" data-tone="bad" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <strong>{title}</strong>
        <p>
          <StrangeText text={detail} />
        </p>
        {requestId !== undefined && (
          <p className="small muted">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
      {onRetry !== undefined && (
        <Button
          size="small"
          busy={retrying}
          onClick={onRetry}
          icon={<RefreshCw size={13} aria-hidden="true" />}
        >
          Try again
        </Button>
      )}
    </div>
  );
}
