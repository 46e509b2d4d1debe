import { ArrowRight } from 'lucide-react';
import { Link } from 'wouter';
import { Notice } from '../../ui/notice.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { Tone } from '../../ui/tone.ts';
import type { Overview } from './read-overview.ts';

type Item = Overview['attention'][number];

const TONES: Readonly<Record<Item['kind'], Tone>> = {
  endpoint_disabled: 'bad',
  endpoint_failing: 'bad',
  endpoint_unreadable: 'bad',
  dead_letters: 'bad',
  held: 'warn',
  endpoint_paused: 'warn',
  success_rate_low: 'warn',
  no_endpoint: 'warn',
};

/** What should be looked at first, the worst at the top. */
export function Attention({ items }: { readonly items: readonly Item[] }) {
  if (items.length === 0) return undefined;
  return (
    <section aria-label="What needs attention" className="stack" data-tight="">
      {items.map((item) => (
        <Notice key={`${item.kind} ${item.endpoint_id}`} tone={TONES[item.kind]}>
          <div className="row" data-apart="">
            <p>
              {item.endpoint_id !== null && <strong>{item.endpoint_id}: </strong>}
              <StrangeText text={item.detail} />{' '}
              {item.since !== null && (
                <span className="muted small">
                  since <Time at={item.since} />
                </span>
              )}
            </p>
            <Link href={hrefOf(item)} className="row small">
              {item.kind === 'dead_letters' ? 'See them' : 'Look at it'}
              <ArrowRight size={13} aria-hidden="true" />
            </Link>
          </div>
        </Notice>
      ))}
    </section>
  );
}

function hrefOf({ kind, endpoint_id: id }: Item): string {
  const query = id === null ? '' : `&endpoint=${encodeURIComponent(id)}`;
  switch (kind) {
    case 'dead_letters':
      return `/deliveries?status=DLQ${query}`;
    case 'held':
      return `/deliveries?status=HELD${query}`;
    case 'no_endpoint':
      return '/endpoints/new';
    case 'endpoint_disabled':
    case 'endpoint_failing':
    case 'endpoint_unreadable':
    case 'endpoint_paused':
    case 'success_rate_low':
      return id === null ? '/endpoints' : `/endpoints/${encodeURIComponent(id)}`;
  }
}
