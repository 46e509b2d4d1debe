/** What scrolls has to be reachable by keyboard, which then scrolls it. */
export const SCROLLABLE = { tabIndex: 0 } as const;
