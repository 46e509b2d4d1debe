import { Activity, LayoutDashboard, Radio, Webhook } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Route, Router, Switch } from 'wouter';
import { NotFound } from '../ui/not-found.tsx';
import { Shell } from '../ui/shell.tsx';
import { SkeletonLines } from '../ui/skeleton.tsx';
import { StrangeText } from '../ui/strange-text.tsx';
import OverviewPage from './overview/overview-page.tsx';
import { SessionGate, useSession } from './session/session.tsx';
import { SessionFoot } from './session/session-foot.tsx';

const pages = () => import('./pages.ts');
const Endpoints = lazy(async () => ({ default: (await pages()).Endpoints }));
const NewEndpoint = lazy(async () => ({ default: (await pages()).NewEndpoint }));
const Endpoint = lazy(async () => ({ default: (await pages()).Endpoint }));
const Deliveries = lazy(async () => ({ default: (await pages()).Deliveries }));
const Delivery = lazy(async () => ({ default: (await pages()).Delivery }));
const Replays = lazy(async () => ({ default: (await pages()).Replays }));
const Live = lazy(async () => ({ default: (await pages()).Live }));

const ICON = { size: 16, 'aria-hidden': true } as const;
const NAV = [
  { href: '/', name: 'Overview', icon: <LayoutDashboard {...ICON} /> },
  { href: '/endpoints', name: 'Endpoints', icon: <Webhook {...ICON} /> },
  { href: '/deliveries', with: '/replays', name: 'Deliveries', icon: <Activity {...ICON} /> },
  { href: '/live', name: 'Live tail', icon: <Radio {...ICON} /> },
];

export type PortalProps = {
  /** Whether it was opened by one. */
  readonly hasLink: boolean;
  /** Where it is served: the addresses of its pages begin with that. */
  readonly path: string;
};

export function Portal({ hasLink, path }: PortalProps) {
  return (
    <Router base={path}>
      <SessionGate hasLink={hasLink}>
        <PortalPages />
      </SessionGate>
    </Router>
  );
}

function PortalPages() {
  const { tenantId } = useSession();
  return (
    <Shell name="Webhooks" owner={<StrangeText text={tenantId} />} nav={NAV} foot={<SessionFoot />}>
      <Suspense fallback={<SkeletonLines count={8} />}>
        <Switch>
          <Route path="/" component={OverviewPage} />
          <Route path="/endpoints" component={Endpoints} />
          <Route path="/endpoints/new" component={NewEndpoint} />
          <Route path="/endpoints/:id" component={Endpoint} />
          <Route path="/deliveries" component={Deliveries} />
          <Route path="/deliveries/:id" component={Delivery} />
          <Route path="/replays" component={Replays} />
          <Route path="/live" component={Live} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Shell>
  );
}
