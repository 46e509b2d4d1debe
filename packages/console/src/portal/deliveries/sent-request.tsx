import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { Code } from '../../ui/code.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

export type SentRequestProps = {
  readonly eventId: string;
  readonly endpointId: string;
  /** Of the attempt. */
  readonly startedAt: string;
};

/** The request of an attempt, asked for when somebody wants to see it. */
export function SentRequest(props: SentRequestProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Request as it was sent</summary>
      {isOpen && <LoadedRequest {...props} />}
    </details>
  );
}

export function LoadedRequest({ eventId, endpointId, startedAt }: SentRequestProps) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['request', eventId, endpointId, startedAt],
    queryFn: () =>
      answerOf(
        api.GET('/v1/events/{event_id}/deliveries/{endpoint_id}/request', {
          params: {
            path: { event_id: eventId, endpoint_id: endpointId },
            query: { started_at: startedAt },
          },
        }),
      ),
    // It was sent, and stays as it was.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === undefined)
    return error === null ? (
      <SkeletonLines count={5} />
    ) : (
      <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />
    );
  const url = new URL(data.url);
  const lines = [
    `${data.method} ${url.pathname}${url.search} HTTP/1.1`,
    ...data.headers.map(({ name, value }) => `${name}: ${value ?? '(not shown)'}`),
  ];
  return (
    <div className="stack" data-tight="">
      {!data.as_sent && (
        <Notice tone="warn">
          The endpoint was changed about then or since, so this request may have been sent otherwise.
        </Notice>
      )}
      <Code
        text={lines.join('\n')}
        label={`the headers sent to ${endpointId}, ${startedAt}`}
        head={`Body: ${formatBytes(data.body_bytes)}, the payload of the event`}
      />
    </div>
  );
}
