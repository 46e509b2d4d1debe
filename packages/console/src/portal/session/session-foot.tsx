import { Time } from '../../ui/time.tsx';
import { useSession } from './session.tsx';

export function SessionFoot() {
  const { access, expiresAt } = useSession();
  return (
    <>
      {access === 'read' ? 'Read-only link, ends ' : 'Link ends '}
      <Time at={expiresAt} />
    </>
  );
}
