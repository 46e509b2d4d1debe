import { MessageSquare } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatBytes } from '../../ui/format.ts';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { ConversationAnswer, Media } from '../api/inbound-answers.ts';
import { storyHref } from '../ui/hrefs.ts';

type Message = ConversationAnswer['messages'][number];

export type MessagesProps = { readonly messages: readonly Message[]; readonly tenantId: string | undefined };

export function Messages({ messages, tenantId }: MessagesProps) {
  if (messages.length === 0)
    return (
      <EmptyState icon={<MessageSquare size={20} />} title="Nothing was written yet">
        <p>What the person writes shows up here.</p>
      </EmptyState>
    );
  return (
    <ol className="story card-body">
      {messages.map((message) => (
        <li key={message.message_id} data-tone={message.routed_at === undefined ? 'warn' : 'good'}>
          <span className="small muted">
            <Time at={message.received_at} />
          </span>
          <div className="stack" data-tight="">
            <p className="message-said">
              {message.body === '' ? (
                <span className="muted">Without text</span>
              ) : (
                <StrangeText text={message.body} most={4000} />
              )}
            </p>
            {message.media.map((media, index) => (
              <MediaLine key={index} media={media} />
            ))}
            <p className="small muted">
              <StrangeText text={message.from} most={320} /> by {message.provider},{' '}
              {message.routed_at === undefined ? 'not routed yet' : 'routed'}
              {message.event_id !== undefined && (
                <>
                  {' · '}
                  <Link href={storyHref(message.event_id, tenantId)}>Its event</Link>
                </>
              )}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Never loaded, and no link: an address that a stranger's callback brought is text. */
function MediaLine({ media: { url, content_type, filename, size_bytes } }: { readonly media: Media }) {
  const parts = [
    filename ?? 'attachment',
    content_type ?? '',
    size_bytes === undefined ? '' : formatBytes(size_bytes),
    url ?? '',
  ];
  return (
    <p className="small">
      <span className="tag">media</span>{' '}
      <StrangeText text={parts.filter((part) => part !== '').join(', ')} most={600} />
    </p>
  );
}
