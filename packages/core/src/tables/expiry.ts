/** DynamoDB deletes expired items when it finds time: until then they must look deleted. */
export const isExpired = (item: { expiresAt: number }, nowMs: number): boolean =>
  item.expiresAt * 1000 <= nowMs;
