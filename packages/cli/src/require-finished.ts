import { isUnfinished } from '@switchyard/core/endpoints';
import { TenantUnfinishedError } from '@switchyard/core/tenants/create-tenant';
import type { Tenant } from '@switchyard/core/tenants/find-tenant';
import { CommandError } from './errors.ts';

/** @throws CommandError when `tenants create` stopped half way: what is added now would be revoked when it goes on */
export function requireFinished({ tenantId, endpoints }: Tenant): void {
  if (!endpoints.some(isUnfinished)) return;
  const { code, message } = new TenantUnfinishedError(tenantId);
  throw new CommandError(code, `${message} Run \`tenants create ${tenantId}\` again: it completes it.`);
}
