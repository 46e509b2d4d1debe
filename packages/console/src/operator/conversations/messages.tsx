import { MessageSquare } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../../ui/empty-state.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { ConversationAnswer } from '../api/inbound-answers.ts';
import { storyHref } from '../ui/hrefs.ts';
import { MediaFile } from './media-file.tsx';

type Message = ConversationAnswer['messages'][number];

export type MessagesProps = {
  readonly conversationId: string;
  readonly messages: readonly Message[];
  readonly tenantId: string | undefined;
};

export function Messages({ conversationId, messages, tenantId }: MessagesProps) {
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
              <MediaFile
                key={index}
                media={media}
                file={{ conversationId, messageId: message.message_id, number: String(index + 1) }}
              />
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
