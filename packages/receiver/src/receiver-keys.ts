/** Alone, or with `#` and more behind it: the partitions of the receiver's own items. */
export const RECEIVER_PARTITION = 'RECEIVER';

export const receiverSwitchKey = () => ({ pk: RECEIVER_PARTITION, sk: 'SWITCH' });

export const seenSignatureKey = (tenantId: string, digest: string) => ({
  pk: `${RECEIVER_PARTITION}#${tenantId}#SEEN#${digest}`,
  sk: 'SEEN',
});
