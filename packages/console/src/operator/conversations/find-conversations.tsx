import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { conversationHref } from '../ui/hrefs.ts';

const CHANNELS = ['whatsapp', 'sms', 'email'];

type FindProps = {
  readonly channel: string;
  readonly address: string;
  readonly onFind: (filter: { readonly channel: string; readonly address: string }) => void;
};

/** With one person, by number or mailbox. */
export function FindConversations({ channel, address, onFind }: FindProps) {
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState(channel);
  const [written, setWritten] = useState(address);
  const find = (event: FormEvent) => {
    event.preventDefault();
    const text = written.trim();
    if (text.startsWith('conv_')) navigate(conversationHref(text));
    else if (text !== '') onFind({ channel: chosen, address: text });
  };
  return (
    <Card title="Find">
      <form className="stack" onSubmit={find}>
        <div className="columns">
          <Field label="Channel">
            {(field) => (
              <select
                {...field}
                className="input select"
                value={chosen}
                onChange={(event) => setChosen(event.currentTarget.value)}
              >
                {CHANNELS.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </Field>
          <Field
            label="Number or mailbox of the person"
            hint="+15550001111, ann@example.com, or conv_… itself"
          >
            {(field) => (
              <input
                {...field}
                className="input"
                autoComplete="off"
                value={written}
                onChange={(event) => setWritten(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        <div>
          <Button type="submit" variant="primary">
            Find
          </Button>
        </div>
      </form>
    </Card>
  );
}
