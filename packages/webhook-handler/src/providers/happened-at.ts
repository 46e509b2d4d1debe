import { toIso } from '@switchyard/core/clock';

/** The end of the year 9999: later times have another form, which nothing that reads them expects. */
const LAST_MS = 253_402_300_799_999;

/** When it happened, in ms as the provider says, or else when we heard. */
export const happenedAt = (ms: number, { receivedAt }: { readonly receivedAt: string }): string =>
  ms >= 0 && ms <= LAST_MS ? toIso(ms) : receivedAt;
