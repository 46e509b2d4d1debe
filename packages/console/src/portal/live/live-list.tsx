import { Card } from '../../ui/card.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { EventBadge } from '../deliveries/event-badge.tsx';
import type { ListedEvent } from '../deliveries/use-events.ts';

export type LiveListProps = {
  readonly events: readonly ListedEvent[];
  readonly chosen: string | undefined;
  readonly onChoose: (eventId: string) => void;
};

/** The newest at the top. */
export function LiveList({ events, chosen, onChoose }: LiveListProps) {
  return (
    <Card flush>
      <ul className="live-list" aria-label="Events">
        {events.map(({ event_id: id, event_type: type, status, created_at: at }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
              <span className="truncate">
                {type === undefined ? (
                  <span className="muted">without a type</span>
                ) : (
                  <StrangeText text={type} most={80} />
                )}
              </span>
              <EventBadge status={status} />
              <small className="muted">
                <Clock at={at} />
              </small>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** In a button nothing else takes the focus, as a time with a tooltip would. */
const Clock = ({ at }: { readonly at: string }) => (
  <time dateTime={at} className="numeric">
    {CLOCK.format(new Date(at))}
  </time>
);

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});
