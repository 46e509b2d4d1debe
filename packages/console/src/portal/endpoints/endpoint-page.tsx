import { useParams, useSearchParams } from 'wouter';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { EndpointActions } from './endpoint-actions.tsx';
import { EndpointHealthTab } from './endpoint-health-tab.tsx';
import { EndpointSettingsTab } from './endpoint-settings-tab.tsx';
import { FilterTab } from './filter-tab.tsx';
import { SigningTab } from './signing-tab.tsx';
import { StatusBadge } from './status-badge.tsx';
import { TestTab } from './test-tab.tsx';
import { type ReadEndpoint, useEndpoint } from './use-endpoint.ts';

const TABS = ['health', 'test', 'settings', 'filter', 'signing'] as const;
type Tab = (typeof TABS)[number];

const BACK = { href: '/endpoints', name: 'Endpoints' } as const;

export default function EndpointPage() {
  const { id = '' } = useParams();
  const { data, error, isFetching, refetch } = useEndpoint(id);
  if (data !== undefined) return <LoadedEndpoint read={data} />;
  return (
    <Page title={id} back={BACK}>
      {error === null ? (
        <SkeletonLines count={8} />
      ) : (
        <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
    </Page>
  );
}

function LoadedEndpoint({ read }: { readonly read: ReadEndpoint }) {
  const { endpoint } = read;
  const [search, setSearch] = useSearchParams();
  const tab: Tab = TABS.find((each) => each === search.get('tab')) ?? 'health';
  const open = (next: Tab) => setSearch({ tab: next }, { replace: true });
  return (
    <Page
      title={<StrangeText text={endpoint.description ?? endpoint.endpoint_id} most={120} />}
      name={endpoint.endpoint_id}
      back={BACK}
      note={
        <span className="row">
          <StatusBadge status={endpoint.status} breaker={endpoint.health.breaker} />
          <code>
            <StrangeText text={endpoint.target_url ?? 'no address'} most={200} />
          </code>
        </span>
      }
      actions={<EndpointActions endpoint={endpoint} onTest={() => open('test')} />}
    >
      <Tabs<Tab>
        label="Parts of this endpoint"
        value={tab}
        onChange={open}
        tabs={[
          { value: 'health', name: 'Health', content: <EndpointHealthTab endpoint={endpoint} /> },
          { value: 'test', name: 'Test', content: <TestTab endpoint={endpoint} /> },
          { value: 'settings', name: 'Settings', content: <EndpointSettingsTab read={read} /> },
          { value: 'filter', name: 'Filter', content: <FilterTab read={read} /> },
          { value: 'signing', name: 'Signing', content: <SigningTab endpoint={endpoint} /> },
        ]}
      />
    </Page>
  );
}
