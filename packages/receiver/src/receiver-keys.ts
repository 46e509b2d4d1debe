/** The built-in receiver's own items: its on/off switch, and the signatures it saw within the tolerance. */
export const receiverSwitchKey = () => ({ pk: 'RECEIVER', sk: 'SWITCH' });

export const seenSignatureKey = (tenantId: string, digest: string) => ({
  pk: `RECEIVER#${tenantId}#SEEN#${digest}`,
  sk: 'SEEN',
});
