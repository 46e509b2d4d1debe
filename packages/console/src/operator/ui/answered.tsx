import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

export type AnsweredProps<Answer> = {
  readonly of: UseQueryResult<Answer>;
  /** Lines of the placeholder. */
  readonly lines?: number;
  readonly children: (answer: Answer) => ReactNode;
};

/** What a command answered, and until then its place. An answer stays while the next one fails, which is said above it. */
export function Answered<Answer>({ of, lines = 5, children }: AnsweredProps<Answer>) {
  const { data, error, isFetching, refetch } = of;
  const problem = error !== null && (
    <Problem error={error} onRetry={() => void refetch()} retrying={isFetching} />
  );
  if (data !== undefined)
    return (
      <>
        {problem}
        {children(data)}
      </>
    );
  if (problem) return problem;
  return (
    <Card flush>
      <SkeletonLines count={lines} />
    </Card>
  );
}
