/** The key of one shard of a list. The first is the list as it is of everybody. */
export const shardPartition = (partition: string, shard = 0): string =>
  shard === 0 ? partition : `${partition}#${shard}`;
