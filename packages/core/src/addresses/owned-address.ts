import * as z from 'zod';
import { ownAddressForms } from '../channels/address-forms.ts';
import { type Channel, channelSchema } from '../channels/channel.ts';
import { tenantIdSchema } from '../ids/ids.ts';
import { accountIdSchema } from '../providers/proven-account.ts';
import { type BatchGetContext, batchGet } from '../tables/batch-get.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';

/** Which tenant a number or mailbox of ours belongs to. */
export const ownedAddressSchema = z.object({
  tenantId: tenantIdSchema,
  channel: channelSchema,
  address: z.string(),
  assignedAt: z.iso.datetime(),
  /** The provider's account that it is in, where that is known: what arrives there must come from that account. */
  account: accountIdSchema.optional(),
});
export type OwnedAddress = z.infer<typeof ownedAddressSchema>;

export const ownedAddressKey = (channel: string, address: string) => ({
  pk: `ADDRESS#${channel}#${address}`,
  sk: 'ADDRESS',
});

export type Owner = Pick<OwnedAddress, 'tenantId' | 'account'>;

const ownerSchema = ownedAddressSchema.pick({ tenantId: true, account: true });

/**
 * Whose the addresses of ours are that a message was written to: each in the form given, or else in another form of
 * the same number or mailbox.
 *
 * @param addresses normalised, at most 50
 * @returns the owners by the address given; nobody's are not among them
 */
export async function findOwners(
  context: EventsTable & BatchGetContext,
  channel: Channel,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  const forms = new Map(
    addresses
      .filter((address) => address !== '')
      .map((address) => [address, ownAddressForms(channel, address)]),
  );
  const keys = [...new Set([...forms.values()].flat())].map((form) => ownedAddressKey(channel, form));
  if (keys.length === 0) return new Map();
  const items = await batchGet(context, context.eventsTable, keys);
  const found = new Map(items.map((item) => [String(item.pk), ownerSchema.parse(item)]));
  return new Map(
    [...forms].flatMap(([address, written]) => {
      const owners = written.map((form) => found.get(ownedAddressKey(channel, form).pk));
      const owner = owners.find((each) => each !== undefined);
      return owner === undefined ? [] : [[address, owner] as const];
    }),
  );
}

export async function readOwnedAddress(
  { documents, eventsTable }: EventsTable,
  channel: Channel,
  address: string,
): Promise<OwnedAddress | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: ownedAddressKey(channel, address),
    ConsistentRead: true,
  });
  return Item === undefined ? undefined : ownedAddressSchema.parse(Item);
}

/**
 * @param seen whose it must still be; undefined: nobody's
 * @returns false when somebody else assigned or released it since
 */
export function putOwnedAddress(
  { documents, eventsTable }: EventsTable,
  owned: OwnedAddress,
  seen: OwnedAddress | undefined,
): Promise<boolean> {
  const isAsSeen =
    seen === undefined ? 'attribute_not_exists(pk)' : '(tenantId = :seen AND assignedAt = :seenAt)';
  return ifConditionHolds(
    documents.put({
      TableName: eventsTable,
      Item: { ...ownedAddressKey(owned.channel, owned.address), ...owned },
      // The second half is this very write, which the SDK repeats when its answer was lost.
      ConditionExpression: `${isAsSeen} OR (tenantId = :tenantId AND assignedAt = :assignedAt)`,
      ExpressionAttributeValues: {
        ':tenantId': owned.tenantId,
        ':assignedAt': owned.assignedAt,
        ...(seen === undefined ? {} : { ':seen': seen.tenantId, ':seenAt': seen.assignedAt }),
      },
    }),
  );
}

/** @returns false when it belongs to somebody else now; true when to nobody */
export function removeOwnedAddress(
  { documents, eventsTable }: EventsTable,
  { channel, address, tenantId }: OwnedAddress,
): Promise<boolean> {
  return ifConditionHolds(
    documents.delete({
      TableName: eventsTable,
      Key: ownedAddressKey(channel, address),
      ConditionExpression: 'attribute_not_exists(pk) OR tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': tenantId },
    }),
  );
}
