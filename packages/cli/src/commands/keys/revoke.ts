import { NotFoundError } from '@switchyard/core/errors';
import { tenantIdSchema } from '@switchyard/core/ids';
import { AUTHORIZER_CACHE_SECONDS, changeKeyStatus, isPortalKey } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { keyIdSchema } from '../../input-schemas.ts';

export const keysRevoke = defineCommand({
  name: 'keys revoke',
  summary: 'end a key for good, or a link to the portal',
  input: z.object({ tenantId: tenantIdSchema, keyId: keyIdSchema }),
  arguments: ['tenantId', 'keyId'],
  options: {},
  examples: ['keys revoke acme key_06h03rgymztny9khep8ps1xnt8'],
  async run({ open }, { tenantId, keyId }) {
    const deployment = await open();
    const { keys } = await findTenant(deployment, tenantId);
    const key = keys.find((candidate) => candidate.keyId === keyId);
    if (key === undefined) throw new NotFoundError('key', keyId);
    await changeKeyStatus(deployment, key, { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED' });
    const others = keys.filter((other) => other !== key && other.status !== 'REVOKED' && !isPortalKey(other));
    return {
      tenant_id: tenantId,
      key_id: keyId,
      status: 'REVOKED' as const,
      changed: key.status !== 'REVOKED',
      /** The suspension of a tenant is a state of its keys. */
      ends_suspension: key.status === 'SUSPENDED' && !isPortalKey(key) && others.length === 0,
      /** A link is looked up for each of its requests, also the key that made it. */
      effective_within_seconds: isPortalKey(key) ? 0 : AUTHORIZER_CACHE_SECONDS,
    };
  },
  text({ tenant_id, key_id, changed, ends_suspension, effective_within_seconds: seconds }) {
    if (!changed) return `Key ${key_id} was revoked already.`;
    const from =
      seconds === 0
        ? 'The link opens nothing any more.'
        : `API Gateway caches a decision, so a key that was just used may work for up to ${seconds} s.`;
    const lines = [`Key ${key_id} of tenant ${tenant_id} is revoked. ${from}`];
    if (ends_suspension) {
      lines.push(
        'It was the last key of a suspended tenant, and nothing else remembers the suspension: a key made later will be active.',
      );
    }
    return lines.join('\n');
  },
});
