import { type FormEvent, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines, type NamedCommand } from '../ui/command-lines.tsx';
import { storyHref } from '../ui/hrefs.ts';
import { TenantField } from '../ui/tenant-field.tsx';
import { EventsTable } from './events-table.tsx';

const STATUSES = ['PENDING', 'FAILED', 'HELD', 'DLQ', 'DELIVERED', 'PURGED'];

/** One event by its id, or those of a tenant. */
export default function EventsPage() {
  const [search, setSearch] = useSearchParams();
  const tenantId = search.get('tenant') ?? '';
  const status = search.get('status') ?? '';
  const input = { tenantId, max: '100', ...(status === '' ? {} : { status }) };
  const events = useCommand('events list', input, { enabled: tenantId !== '' });
  const set = (changes: Readonly<Record<string, string>>) =>
    setSearch((now) => ({ ...Object.fromEntries(now), ...changes }), { replace: true });
  const commands: NamedCommand[] = tenantId === '' ? [] : [['events list', input]];
  return (
    <Page title="Events" note="One by its id, or the newest of a tenant">
      <FindEvent />
      <Card title="Of a tenant">
        <div className="columns">
          <TenantField value={tenantId} onChange={(tenant) => set({ tenant })} />
          <Field label="State">
            {(field) => (
              <select
                {...field}
                className="input select"
                value={status}
                onChange={(event) => set({ status: event.currentTarget.value })}
              >
                <option value="">Any</option>
                {STATUSES.map((each) => (
                  <option key={each} value={each}>
                    {each.toLowerCase()}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
      </Card>
      {tenantId !== '' && (
        <Answered of={events}>
          {({ events: rows, complete }) => (
            <Card title={complete ? 'All of them' : 'The newest 100'} flush>
              <EventsTable tenantId={tenantId} events={rows} />
            </Card>
          )}
        </Answered>
      )}
      <CommandLines commands={[...commands, 'events story evt_…']} />
    </Page>
  );
}

function FindEvent() {
  const [, navigate] = useLocation();
  const [id, setId] = useState('');
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() !== '') navigate(storyHref(id.trim()));
  };
  return (
    <Card title="By its id" note="From the callback it was made of to its last delivery, whosever it is">
      <form className="row" onSubmit={find}>
        <input
          className="input mono"
          aria-label="Event id"
          placeholder="evt_…"
          autoComplete="off"
          spellCheck={false}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <Button type="submit" variant="primary">
          Find
        </Button>
      </form>
    </Card>
  );
}
