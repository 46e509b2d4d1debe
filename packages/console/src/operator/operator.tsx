import { useQuery } from '@tanstack/react-query';
import {
  Gauge,
  Inbox,
  KeyRound,
  ListRestart,
  MessagesSquare,
  ScrollText,
  ShieldAlert,
  Stethoscope,
  Users,
} from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { NotFound } from '../ui/not-found.tsx';
import { Problem } from '../ui/problem.tsx';
import { Shell } from '../ui/shell.tsx';
import { SkeletonLines } from '../ui/skeleton.tsx';
import type { ConsoleDescription } from './api/console-answers.ts';
import { readConsole } from './api/run-command.ts';
import { Actions } from './ui/actions.tsx';
import { ConsoleProvider } from './ui/console-context.tsx';
import { NoToken } from './ui/no-token.tsx';

const Home = lazy(() => import('./home/home-page.tsx'));
const Doctor = lazy(() => import('./home/doctor-page.tsx'));
const Tenants = lazy(() => import('./tenants/tenants-page.tsx'));
const Tenant = lazy(() => import('./tenants/tenant-page.tsx'));
const DeadLetters = lazy(() => import('./dead-letters/dead-letters-page.tsx'));
const Jobs = lazy(() => import('./jobs/jobs-page.tsx'));
const Events = lazy(() => import('./events/events-page.tsx'));
const Story = lazy(() => import('./events/story-page.tsx'));
const Conversations = lazy(() => import('./conversations/conversations-page.tsx'));
const Conversation = lazy(() => import('./conversations/conversation-page.tsx'));
const Message = lazy(() => import('./conversations/message-page.tsx'));
const Quarantine = lazy(() => import('./quarantine/quarantine-page.tsx'));
const Quarantined = lazy(() => import('./quarantine/quarantined-page.tsx'));
const Secrets = lazy(() => import('./secrets/secrets-page.tsx'));

const ICON = { size: 16, 'aria-hidden': true } as const;
const NAV = [
  { href: '/', name: 'Home', icon: <Gauge {...ICON} /> },
  { href: '/tenants', name: 'Tenants', icon: <Users {...ICON} /> },
  { href: '/dead-letters', name: 'Dead and held', icon: <Inbox {...ICON} />, group: 'Going out' },
  { href: '/jobs', name: 'Jobs', icon: <ListRestart {...ICON} /> },
  { href: '/events', name: 'Events', icon: <ScrollText {...ICON} /> },
  { href: '/conversations', name: 'Conversations', icon: <MessagesSquare {...ICON} />, group: 'Coming in' },
  { href: '/quarantine', name: 'Quarantine', icon: <ShieldAlert {...ICON} /> },
  { href: '/secrets', name: 'Provider secrets', icon: <KeyRound {...ICON} /> },
  { href: '/doctor', name: 'Doctor', icon: <Stethoscope {...ICON} />, group: 'Deployment' },
];

/** All pages of the operator, around one deployment. */
export function Operator({ hasToken }: { readonly hasToken: boolean }) {
  const console_ = useQuery({
    queryKey: ['console'],
    queryFn: readConsole,
    enabled: hasToken,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!hasToken || isRefused(console_.error)) return <NoToken />;
  if (console_.data !== undefined)
    return (
      <ConsoleProvider value={console_.data}>
        <Actions>
          <Shell name="Operator" owner={ownerOf(console_.data)} nav={NAV} foot={console_.data.target.region}>
            <Suspense fallback={<SkeletonLines count={8} />}>
              <Pages />
            </Suspense>
          </Shell>
        </Actions>
      </ConsoleProvider>
    );
  if (console_.error === null) return <SkeletonLines count={6} />;
  return (
    <main className="page" data-narrow="">
      <Problem
        error={console_.error}
        onRetry={() => void console_.refetch()}
        retrying={console_.isFetching}
      />
    </main>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/doctor" component={Doctor} />
      <Route path="/tenants" component={Tenants} />
      <Route path="/tenants/:tenantId" component={Tenant} />
      <Route path="/tenants/:tenantId/messages/:messageId" component={Message} />
      <Route path="/dead-letters" component={DeadLetters} />
      <Route path="/jobs" component={Jobs} />
      <Route path="/events" component={Events} />
      <Route path="/events/:eventId" component={Story} />
      <Route path="/conversations" component={Conversations} />
      <Route path="/conversations/:conversationId" component={Conversation} />
      <Route path="/quarantine" component={Quarantine} />
      <Route path="/quarantine/:requestId" component={Quarantined} />
      <Route path="/secrets" component={Secrets} />
      <Route component={NotFound} />
    </Switch>
  );
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'token_wrong';

/** Which deployment it is: nothing is worse than to purge in the wrong one. */
function ownerOf({ target: { kind, stack, account } }: ConsoleDescription): ReactNode {
  if (kind === 'local') return 'local stack';
  return account === null ? stack : `${stack} in ${account}`;
}
