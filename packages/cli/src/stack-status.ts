/** Its first deployment failed, or was never begun: it holds nothing, and the next deployment makes it anew. */
export const wasNeverDeployed = (status: string): boolean =>
  /^(CREATE_FAILED|ROLLBACK_(IN_PROGRESS|COMPLETE|FAILED)|REVIEW_IN_PROGRESS)$/.test(status);
