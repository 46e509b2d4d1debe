import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Payload } from '../../ui/payload.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FILTER_EXAMPLE } from './draft-body.ts';
import { parseObject } from './parse-object.ts';
import type { Endpoint } from './use-endpoints.ts';
import { useSettled } from './use-settled.ts';

const RECENT = 30;
const PAUSE_MS = 250;

export type FilterTrialProps = {
  readonly endpoint: Endpoint;
  readonly text: string;
  /** What is wrong with the text, to be said at its field; null: nothing. */
  readonly onError: (error: unknown) => void;
};

/** Whether a recent event would be delivered with this filter. */
export function FilterTrial({ endpoint, text, onError }: FilterTrialProps) {
  const [chosen, setChosen] = useState<string>();
  const recent = useQuery({
    queryKey: ['recent-events'],
    queryFn: async () =>
      (await answerOf(api.GET('/v1/events', { params: { query: { limit: RECENT } } }))).events,
  });
  const events = recent.data ?? [];
  const eventId = chosen ?? events[0]?.event_id;
  if (recent.error !== null)
    return <Problem error={recent.error} onRetry={() => recent.refetch()} retrying={recent.isFetching} />;
  return (
    <Card title="Try it" note="On an event that was sent, as you type. Nothing is delivered.">
      {recent.data === undefined ? (
        <Skeleton height="8rem" />
      ) : eventId === undefined ? (
        <EmptyState icon={<Inbox size={20} />} title="No event yet">
          <p>Send one, or a test event, and come back: the filter is tried on its payload.</p>
        </EmptyState>
      ) : (
        <div className="fieldset">
          <Field label="Recent event">
            {(field) => (
              <select
                {...field}
                className="input select"
                value={eventId}
                onChange={(event) => setChosen(event.currentTarget.value)}
              >
                {events.map(({ event_id: id, event_type: type, created_at: at }) => (
                  <option key={id} value={id}>
                    {type ?? 'no type'} · {new Date(at).toLocaleString()} · {id.slice(0, 12)}…
                  </option>
                ))}
              </select>
            )}
          </Field>
          <TrialResult endpointId={endpoint.endpoint_id} eventId={eventId} text={text} onError={onError} />
          <TrialPayload eventId={eventId} />
        </div>
      )}
    </Card>
  );
}

type TrialResultProps = {
  readonly endpointId: string;
  readonly eventId: string;
  readonly text: string;
  readonly onError: (error: unknown) => void;
};

function TrialResult({ endpointId, eventId, text, onError }: TrialResultProps) {
  const settled = useSettled(text, PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['filter-test', endpointId, eventId, settled],
    queryFn: async () => {
      const tried = settled.trim() === '' ? {} : { filter: parseObject('filter', settled, FILTER_EXAMPLE) };
      const params = { path: { endpoint_id: endpointId } };
      const body = { ...tried, event_id: eventId };
      return answerOf(api.POST('/v1/endpoints/{endpoint_id}/filter-test', { params, body }));
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
  useEffect(() => onError(error), [error, onError]);
  const rest = fieldErrors(error).rest(['filter']);
  return (
    <div aria-live="polite" className="stack" data-tight="">
      {rest !== undefined && <Problem error={rest} />}
      {error === null && data !== undefined && (
        <>
          <div className="row">
            {data.matches ? (
              <Badge tone="good">Would be delivered</Badge>
            ) : (
              <Badge tone="warn">Would not be delivered</Badge>
            )}
          </div>
          {!data.type_matches && (
            <p className="small muted">The endpoint does not want events of this type.</p>
          )}
          {!data.filter_matches && <p className="small muted">The payload is not as the filter wants it.</p>}
        </>
      )}
      {error !== null && rest === undefined && (
        <Badge tone="idle">Not tried: the pattern is not finished</Badge>
      )}
    </div>
  );
}

function TrialPayload({ eventId }: { readonly eventId: string }) {
  const shown = useDeferredValue(eventId);
  const { data } = useQuery({
    queryKey: ['event', shown],
    queryFn: () => answerOf(api.GET('/v1/events/{event_id}', { params: { path: { event_id: shown } } })),
  });
  if (data === undefined) return <Skeleton height="8rem" />;
  return <Payload bytes={new TextEncoder().encode(JSON.stringify(data.payload))} label="the payload" />;
}
