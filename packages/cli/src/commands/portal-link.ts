import { tenantIdSchema } from '@switchyard/core/ids';
import { isSuspended } from '@switchyard/core/tenants';
import { createPortalKey, PORTAL_LINK_SECONDS, portalUrl } from '@switchyard/core/tenants/create-portal-key';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import { requireRoomForLink } from '@switchyard/core/tenants/portal-links';
import * as z from 'zod';
import { defineCommand } from '../define-command.ts';
import { formatTime } from '../format.ts';
import { expiresInSchema, flag, labelSchema } from '../input-schemas.ts';
import { requireFinished } from '../require-finished.ts';

const { min, max, usual } = PORTAL_LINK_SECONDS;

export const portalLink = defineCommand({
  name: 'portal-link',
  summary: 'make a link that opens the portal for a developer of a tenant; shows it once',
  input: z.object({
    tenantId: tenantIdSchema,
    label: labelSchema.optional(),
    readOnly: flag,
    expiresIn: expiresInSchema
      .refine((ms) => ms >= min * 1_000 && ms <= max * 1_000, 'must be from 1m to 24h')
      .default(usual * 1_000),
  }),
  arguments: ['tenantId'],
  options: {
    label: ['<text>', 'for whom it is'],
    readOnly: 'it may look, and change nothing',
    expiresIn: ['<duration>', 'such as 30m or 8h, up to 24h (default: 1h)'],
  },
  examples: ['portal-link acme', 'portal-link acme --read-only --expires-in 8h --label Anna'],
  notes: 'Whoever has the link has its access. `keys list` shows it, `keys revoke` ends it.',
  async run({ open, clock, random }, { tenantId, label, readOnly, expiresIn }) {
    const deployment = await open();
    const tenant = await findTenant(deployment, tenantId);
    requireFinished(tenant);
    requireRoomForLink(tenant.keys, clock());
    const { apiKey, key } = await createPortalKey(
      { ...deployment, clock, random },
      {
        tenantId,
        label,
        access: readOnly ? 'read' : 'full',
        status: isSuspended(tenant.keys) ? 'SUSPENDED' : 'ACTIVE',
        expiresAtMs: clock() + expiresIn,
      },
    );
    return {
      tenant_id: tenantId,
      key_id: key.keyId,
      url: portalUrl(deployment.hooksUrl, apiKey),
      access: key.access,
      status: key.status,
      expires_at: key.expiresAt,
    };
  },
  text({ tenant_id, key_id, url, access, status, expires_at }, { colors }) {
    const may = access === 'read' ? 'look, and change nothing' : 'look and change';
    const lines = [
      `Opens the portal of tenant ${tenant_id} until ${formatTime(expires_at)}, to ${may}:`,
      '',
      `  ${colors.bold(url)}`,
      '',
      colors.yellow('It is shown only now, and whoever has it has its access.'),
      `\`keys revoke ${tenant_id} ${key_id}\` ends it.`,
    ];
    if (status === 'SUSPENDED')
      lines.push(
        `Tenant ${tenant_id} is suspended, so it opens nothing until \`tenants resume ${tenant_id}\`.`,
      );
    return lines.join('\n');
  },
});
