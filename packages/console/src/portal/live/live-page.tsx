import { Pause, Play, Radio, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSettled } from '../endpoints/use-settled.ts';
import { LiveEvent } from './live-event.tsx';
import { LiveList } from './live-list.tsx';
import { useLiveEvents } from './use-live-events.ts';

const PAUSE_MS = 400;

export default function LivePage() {
  const [search, setSearch] = useSearchParams();
  const [isLive, setLive] = useState(true);
  const [type, setType] = useState(search.get('type') ?? '');
  const settled = useSettled(type.trim(), PAUSE_MS);
  const { events, error, isLoaded, refetch, isFetching, clear } = useLiveEvents(settled, isLive);
  // The newest, until one is chosen.
  const chosen = search.get('event') ?? events[0]?.event_id;
  const put = (changes: Readonly<Record<string, string>>) =>
    setSearch((before) => new URLSearchParams({ ...Object.fromEntries(before), ...changes }), {
      replace: true,
    });
  return (
    <Page
      title="Live tail"
      note="Events as they happen, each with the very bytes that are sent."
      actions={
        <>
          <Button icon={<Trash2 size={15} aria-hidden="true" />} onClick={clear}>
            Clear
          </Button>
          <Button
            variant={isLive ? 'secondary' : 'primary'}
            aria-pressed={isLive}
            icon={isLive ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
            onClick={() => setLive(!isLive)}
          >
            {isLive ? 'Pause' : 'Go on'}
          </Button>
        </>
      }
    >
      <TextField
        label="Only of the type"
        aside="optional"
        placeholder="order.*"
        error={undefined}
        value={type}
        onChange={(text) => {
          setType(text);
          put({ type: text.trim() });
        }}
      />
      {error !== null && <Problem error={error} onRetry={refetch} retrying={isFetching} />}
      {!isLoaded && error === null ? (
        <SkeletonLines count={8} />
      ) : events.length === 0 ? (
        <Card flush>
          <EmptyState icon={<Radio size={20} />} title={isLive ? 'Listening' : 'Paused'}>
            <p>Send an event, and it appears here within two seconds, with what each endpoint answered.</p>
          </EmptyState>
        </Card>
      ) : (
        <div className="columns">
          <LiveList events={events} chosen={chosen} onChoose={(event) => put({ event })} />
          {chosen !== undefined && <LiveEvent key={chosen} eventId={chosen} />}
        </div>
      )}
    </Page>
  );
}
