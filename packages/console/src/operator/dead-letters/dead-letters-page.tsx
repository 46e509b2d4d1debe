import { useSearchParams } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { WrittenInput } from '../api/command-line.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { TenantField } from '../ui/tenant-field.tsx';
import { Groups } from './groups.tsx';
import { Letters } from './letters.tsx';

const MOST_LISTED = '200';

/** What was given up, and what is held: by tenant, endpoint and reason, and one by one. */
export default function DeadLettersPage() {
  const [search, setSearch] = useSearchParams();
  const tenant = search.get('tenant') ?? '';
  const endpoint = search.get('endpoint') ?? '';
  const reason = search.get('reason') ?? '';
  const isHeld = search.get('held') === 'yes';
  const filter: WrittenInput = {
    ...(tenant === '' ? {} : { tenant }),
    ...(endpoint === '' ? {} : { endpoint }),
    ...(reason === '' ? {} : { reason }),
    ...(isHeld ? { held: true } : {}),
  };
  const summary = useCommand('dlq summary', filter);
  const listed = tenant !== '' || endpoint !== '' || reason !== '';
  const set = (changes: Readonly<Record<string, string>>) =>
    setSearch({ tenant, held: isHeld ? 'yes' : '', ...changes }, { replace: true });
  return (
    <Page
      title="Dead and held"
      note="Deliveries that were given up, or wait for an endpoint to come back"
      actions={<RefreshButton of={summary} />}
    >
      <div className="row" data-apart="">
        <Segments
          label="What is shown"
          value={isHeld ? 'held' : 'dead'}
          options={[
            { value: 'dead', name: 'Dead letters' },
            { value: 'held', name: 'Held' },
          ]}
          onChange={(value) => set({ held: value === 'held' ? 'yes' : '' })}
        />
        <TenantField value={tenant} all="All tenants" onChange={(id) => set({ tenant: id })} />
      </div>
      <Answered of={summary}>{(answer) => <Groups summary={answer} isHeld={isHeld} />}</Answered>
      {listed && (
        <Card title="One by one" note={`The first ${MOST_LISTED} of them`} flush>
          <Letters filter={{ ...filter, max: MOST_LISTED }} isHeld={isHeld} />
        </Card>
      )}
      <CommandLines
        commands={[
          ['dlq summary', filter],
          ['dlq peek', filter],
          ['dlq requeue', filter],
          ['dlq purge', filter],
        ]}
      />
    </Page>
  );
}
