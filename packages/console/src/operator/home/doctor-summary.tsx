import { Link } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { counted } from '../../ui/format.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { Findings } from './findings.tsx';

/** What `doctor` finds that somebody should look at. */
export function DoctorSummary() {
  const doctor = useCommand('doctor');
  return (
    <Answered of={doctor} lines={4}>
      {({ checks, counts }) => {
        const open = checks.filter(({ state }) => state === 'fail' || state === 'warn');
        return (
          <Card
            title="Doctor"
            note={`${counted(counts.ok, 'check')} fine, ${counted(counts.warn, 'warning')}, ${counts.fail} failed`}
            actions={<Link href="/doctor">All of it</Link>}
            flush={open.length > 0}
          >
            {open.length === 0 ? (
              <p className="muted">Nothing needs to be done.</p>
            ) : (
              <Findings findings={open} />
            )}
          </Card>
        );
      }}
    </Answered>
  );
}
