import { Page } from '../../ui/page.tsx';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { DoctorSummary } from './doctor-summary.tsx';
import { FailingTenants } from './failing-tenants.tsx';
import { HomeStats } from './home-stats.tsx';
import { Queues } from './queues.tsx';

const EVERY_MS = 10_000;

/** Is it accepting, is it delivering, who is failing. */
export default function HomePage() {
  const overview = useCommand('overview', {}, { everyMs: EVERY_MS });
  return (
    <Page
      title="Home"
      note="Is it accepting, is it delivering, and who is failing. Read every 10 seconds."
      actions={<RefreshButton of={overview} />}
    >
      <Answered of={overview} lines={8}>
        {(answer) => (
          <>
            <HomeStats overview={answer} />
            <FailingTenants failing={answer.failing} />
            <Queues queues={answer.queues} />
          </>
        )}
      </Answered>
      <DoctorSummary />
      <CommandLines commands={[['overview'], ['doctor']]} />
    </Page>
  );
}
