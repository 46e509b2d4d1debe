import { Link, useParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { useCommand } from '../api/use-command.ts';
import { useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { deadLettersHref } from '../ui/hrefs.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { TenantEndpoints } from './tenant-endpoints.tsx';
import { TenantEvents } from './tenant-events.tsx';
import { TenantKeys } from './tenant-keys.tsx';

export default function TenantPage() {
  const { tenantId = '' } = useParams<{ tenantId: string }>();
  const tenant = useCommand('tenants show', { tenantId });
  const begin = useAction();
  const status = tenant.data?.status;
  return (
    <Page
      title={<StrangeText text={tenantId} />}
      name={`Tenant ${tenantId}`}
      back={{ href: '/tenants', name: 'Tenants' }}
      note={
        status !== undefined && (
          <>
            <StateBadge state={status} /> plan {tenant.data?.plan}
          </>
        )
      }
      actions={
        <>
          <Link href={deadLettersHref({ tenant: tenantId })} className="button">
            Dead and held
          </Link>
          {status === 'SUSPENDED' && (
            <Button onClick={() => begin({ name: 'tenants resume', input: { tenantId }, verb: 'Resume' })}>
              Resume
            </Button>
          )}
          {status !== undefined && status !== 'SUSPENDED' && (
            <Button
              variant="danger"
              onClick={() =>
                begin({ name: 'tenants suspend', input: { tenantId }, verb: 'Suspend', danger: true })
              }
            >
              Suspend
            </Button>
          )}
        </>
      }
    >
      <Answered of={tenant}>{({ keys }) => <TenantKeys tenantId={tenantId} keys={keys} />}</Answered>
      <TenantEndpoints tenantId={tenantId} />
      <TenantEvents tenantId={tenantId} />
      <CommandLines
        commands={[
          ['tenants show', { tenantId }],
          ['endpoints list', { tenantId }],
          ['events list', { tenantId }],
          [status === 'SUSPENDED' ? 'tenants resume' : 'tenants suspend', { tenantId }],
        ]}
      />
    </Page>
  );
}
