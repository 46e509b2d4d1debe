import { Menu, type MenuAction } from '../../ui/menu.tsx';
import type { ReplaysAnswer } from '../api/answers.ts';
import { useAction } from '../ui/actions.tsx';

/** What a job that has not ended can be told. */
export function JobActions({ job }: { readonly job: ReplaysAnswer['replays'][number] }) {
  const begin = useAction();
  const { tenant_id: tenantId, replay_id: replayId, state } = job;
  const act = (verb: 'Pause' | 'Resume' | 'Cancel', danger = false): MenuAction => ({
    name: verb,
    danger,
    onSelect: () =>
      begin({
        name: `replays ${verb.toLowerCase()}`,
        input: { tenantId, replayId },
        verb: `${verb} the job`,
        danger,
      }),
  });
  switch (state) {
    case 'running':
      return (
        <Menu label={`What can be done with ${replayId}`} actions={[act('Pause'), act('Cancel', true)]} />
      );
    case 'paused':
      return (
        <Menu label={`What can be done with ${replayId}`} actions={[act('Resume'), act('Cancel', true)]} />
      );
    case 'done':
    case 'cancelled':
    case 'failed':
      return null;
  }
}
