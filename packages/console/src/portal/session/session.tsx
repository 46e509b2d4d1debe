import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { ApiProblem } from '../../api/api-problem.ts';
import { whenRefused } from '../../api/client.ts';
import { Problem } from '../../ui/problem.tsx';
import { queries } from '../../ui/queries.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { LinkEnded, type WhyEnded } from './link-ended.tsx';
import { type Session, sessionReading } from './read-session.ts';

const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('There is no session around this.');
  return session;
}

const QUERY_KEY = ['session'];
const RECHECK_MS = 60_000;

// The session is asked why, and once: what it answers itself is not asked about again.
whenRefused(() => {
  if (queries.getQueryState(QUERY_KEY)?.fetchStatus === 'idle')
    void queries.invalidateQueries({ queryKey: QUERY_KEY });
});

/** Shows the pages while the link is good, and else why it is not. */
export function SessionGate({
  hasLink,
  children,
}: {
  readonly hasLink: boolean;
  readonly children: ReactNode;
}) {
  const session = useQuery({
    queryKey: QUERY_KEY,
    queryFn: () => sessionReading.read('session'),
    enabled: hasLink,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: 'always',
    refetchInterval: RECHECK_MS,
  });
  const hasEnded = useIsPast(session.data?.expiresAt);

  if (!hasLink) return <LinkEnded why="no_link" />;
  const why = hasEnded ? 'portal_link_expired' : whyEnded(session.error);
  if (why !== undefined) return <LinkEnded why={why} />;
  if (session.data !== undefined)
    return <SessionContext.Provider value={session.data}>{children}</SessionContext.Provider>;
  if (session.error !== null)
    return (
      <main className="page" data-narrow="">
        <Problem error={session.error} onRetry={() => session.refetch()} retrying={session.isFetching} />
      </main>
    );
  return <SkeletonLines count={6} />;
}

function whyEnded(error: unknown): WhyEnded | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  switch (error.code) {
    case 'portal_link_expired':
    case 'portal_link_revoked':
    case 'tenant_suspended':
    case 'portal_only':
      return error.code;
    default:
      // A link that ended long ago is forgotten, and then like no link at all.
      return error.status === 401 || error.status === 403 ? 'portal_link_expired' : undefined;
  }
}

/** A timer waits at most 24 days; a link lasts one. */
function useIsPast(at: string | undefined): boolean {
  const [past, setPast] = useState<string>();
  useEffect(() => {
    if (at === undefined) return;
    const timer = setTimeout(() => setPast(at), Math.max(0, Date.parse(at) - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
  return at !== undefined && past === at;
}
