import { Menu, type MenuAction } from '../../ui/menu.tsx';
import type { DlqSummaryAnswer } from '../api/answers.ts';
import { useAction } from '../ui/actions.tsx';

/** What one action takes at most: the commands ask, with the count of what they found. */
const MOST = '10000';

export type GroupActionsProps = {
  readonly group: DlqSummaryAnswer['groups'][number];
  readonly isHeld: boolean;
};

export function GroupActions({ group, isHeld }: GroupActionsProps) {
  const begin = useAction();
  const { tenant_id: tenant, endpoint_id: endpoint, reason } = group;
  const which = { tenant, endpoint, reason, max: MOST, ...(isHeld ? { held: true } : {}) };
  const job = { tenant, endpoint, status: isHeld ? 'HELD' : 'DLQ' };
  const actions: MenuAction[] = [
    {
      name: 'Requeue',
      onSelect: () => begin({ name: 'dlq requeue', input: which, verb: 'Requeue' }),
    },
    {
      name: 'Replay as a job',
      onSelect: () => begin({ name: 'replays start', input: job, verb: 'Start the job' }),
    },
    {
      name: 'Purge',
      danger: true,
      onSelect: () => begin({ name: 'dlq purge', input: which, verb: 'Purge', danger: true }),
    },
  ];
  return <Menu label={`What can be done with ${reason} of ${tenant}, ${endpoint}`} actions={actions} />;
}
