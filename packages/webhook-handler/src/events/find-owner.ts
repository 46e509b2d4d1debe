import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Channel, normalizeAddress, ownedAddressKey, tenantIdSchema } from '@switchyard/core';

export type FindOwner = ReturnType<typeof createFindOwner>;

/** @returns the tenant that a number or mailbox of ours was assigned to; undefined when it is nobody's */
export function createFindOwner(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
}) {
  return async (channel: Channel, address: string): Promise<string | undefined> => {
    const normalized = normalizeAddress(channel, address);
    if (normalized === '') return undefined;
    const { Item } = await deps.documents.send(
      new GetCommand({ TableName: deps.eventsTable, Key: ownedAddressKey(channel, normalized) }),
    );
    return Item === undefined ? undefined : tenantIdSchema.parse(Item.tenantId);
  };
}
