import { Plus, Webhook } from 'lucide-react';
import { Link } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { useSession } from '../session/session.tsx';
import { EndpointsTable } from './endpoints-table.tsx';
import { useEndpoints } from './use-endpoints.ts';

export default function EndpointsPage() {
  const { access } = useSession();
  const { data, error, isFetching, refetch } = useEndpoints();
  const add = access === 'full' && (
    <Link href="/endpoints/new" className="button" data-variant="primary">
      <Plus size={15} aria-hidden="true" />
      Add endpoint
    </Link>
  );
  return (
    <Page title="Endpoints" note="Addresses of yours to which events are posted." actions={add}>
      {error !== null && <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />}
      {(data !== undefined || error === null) && (
        <Card flush>
          {data === undefined ? (
            <SkeletonLines count={6} />
          ) : data.length === 0 ? (
            <EmptyState icon={<Webhook size={20} />} title="No endpoint yet" action={add}>
              <p>
                Until there is one, events are stored and delivered to nobody. Add the address of a server of
                yours, or of a tool that shows requests, to see the first one arrive.
              </p>
            </EmptyState>
          ) : (
            <EndpointsTable endpoints={data} />
          )}
        </Card>
      )}
    </Page>
  );
}
