import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { Payload } from '../../ui/payload.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

/** The bytes of an event as they came in. */
export function EventPayload({ eventId }: { readonly eventId: string }) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['payload', eventId],
    queryFn: async () => {
      const params = { path: { event_id: eventId } };
      const bytes = await answerOf(
        api.GET('/v1/events/{event_id}/payload', { params, parseAs: 'arrayBuffer' }),
      );
      return new Uint8Array(bytes);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data !== undefined) return <Payload bytes={data} label="the payload" />;
  if (error !== null) return <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />;
  return <SkeletonLines count={6} />;
}
