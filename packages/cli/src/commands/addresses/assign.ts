import { putOwnedAddress, readOwnedAddress } from '@switchyard/core/addresses';
import type { Channel } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import { tenantIdSchema } from '@switchyard/core/ids';
import { accountIdSchema } from '@switchyard/core/providers';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { flag } from '../../input-schemas.ts';
import { parseAddress } from '../../parse-address.ts';
import type { DeploymentContext } from '../../session.ts';
import { addressView, changedMeanwhile, ownAddressOptions, ownAddressSchema } from './show.ts';

export type AddressesAssignInput = {
  readonly tenantId: string;
  readonly channel: Channel;
  /** Ours, normalised. */
  readonly address: string;
  /** The provider's account that it is in. */
  readonly account?: string | undefined;
  /** Take it from another tenant. */
  readonly force: boolean;
};

/** Says whose a number or mailbox of ours is: what strangers write to it becomes that tenant's events. */
async function assignAddress(
  deployment: DeploymentContext,
  { tenantId, channel, address, account, force }: AddressesAssignInput,
) {
  await findTenant(deployment, tenantId);
  const seen = await readOwnedAddress(deployment, channel, address);
  if (seen?.tenantId === tenantId && (account === undefined || account === seen.account)) {
    return { ...addressView(seen), previous_tenant_id: undefined, changed: false };
  }
  if (seen !== undefined && seen.tenantId !== tenantId && !force) {
    throw new CommandError(
      'address_taken',
      `${address} on ${channel} belongs to tenant ${seen.tenantId}. Add --force to give it to ${tenantId} instead.`,
    );
  }
  const assignedAt = toIso(deployment.clock());
  const owned = { tenantId, channel, address, assignedAt, ...(account === undefined ? {} : { account }) };
  if (!(await putOwnedAddress(deployment, owned, seen))) throw changedMeanwhile(channel, address);
  return { ...addressView(owned), previous_tenant_id: seen?.tenantId, changed: true };
}

export function addressesAssignText({
  tenant_id,
  channel,
  address,
  account,
  previous_tenant_id,
  changed,
}: Awaited<ReturnType<typeof assignAddress>>): string {
  if (!changed) return `${address} on ${channel} belonged to tenant ${tenant_id} already.`;
  const isTaken = previous_tenant_id !== undefined && previous_tenant_id !== tenant_id;
  const from = isTaken ? `, and no longer to ${previous_tenant_id}` : '';
  const only = account === undefined ? '' : ` Only account ${account} may bring what arrives there.`;
  return `${address} on ${channel} belongs to tenant ${tenant_id}${from}. What arrives there becomes an event message.received of that tenant.${only}`;
}

export const addressesAssign = defineCommand({
  name: 'addresses assign',
  summary: 'what arrives there becomes events of the tenant',
  input: ownAddressSchema.extend({
    tenantId: tenantIdSchema,
    account: accountIdSchema.optional(),
    force: flag,
  }),
  arguments: ['tenantId'],
  options: {
    ...ownAddressOptions,
    account: [
      '<id>',
      'the provider’s account that it is in, such as AC…: only that one may bring what arrives there',
    ],
    force: 'also when it belongs to another tenant',
  },
  examples: [
    'addresses assign acme --channel whatsapp --address +15550009999',
    'addresses assign acme --channel email --address support@example.com --force',
  ],
  async run({ open }, { address: text, ...input }) {
    const address = parseAddress(input.channel, text);
    return assignAddress(await open(), { ...input, address });
  },
  text: addressesAssignText,
});
