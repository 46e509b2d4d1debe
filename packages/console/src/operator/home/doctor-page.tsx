import { Card } from '../../ui/card.tsx';
import { counted } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { Findings } from './findings.tsx';

const ORDER = { fail: 0, warn: 1, ok: 2, skipped: 3 } as const;

export default function DoctorPage() {
  const doctor = useCommand('doctor');
  return (
    <Page
      title="Doctor"
      note="Settings, account and deployment, checked. It changes nothing."
      actions={<RefreshButton of={doctor} />}
    >
      <Answered of={doctor} lines={8}>
        {({ checks, counts }) => (
          <Card
            title={counts.fail === 0 ? 'Healthy' : `${counted(counts.fail, 'check')} failed`}
            note={`${counts.ok} fine, ${counted(counts.warn, 'warning')}, ${counts.skipped} skipped`}
            flush
          >
            <Findings findings={checks.toSorted((a, b) => ORDER[a.state] - ORDER[b.state])} />
          </Card>
        )}
      </Answered>
      <CommandLines commands={[['doctor']]} />
    </Page>
  );
}
