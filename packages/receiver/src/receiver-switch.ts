import { toIso } from '@switchyard/core/clock';
import { orUnavailable } from '@switchyard/core/errors';
import type { EventsTable } from '@switchyard/core/tables';
import * as z from 'zod';
import { NO_ANSWER } from './receiver.ts';
import { receiverSwitchKey } from './receiver-keys.ts';

/**
 * Whether the receiver takes deliveries, and since when; it does until somebody uses the switch. A table item, so that
 * every running copy of the function agrees.
 */
const switchSchema = z.object({ enabled: z.boolean(), changedAt: z.iso.datetime().optional() });
export type SwitchState = z.infer<typeof switchSchema>;

/** @throws UnavailableError */
export async function readSwitch({ documents, eventsTable }: EventsTable): Promise<SwitchState> {
  const get = documents.get({ TableName: eventsTable, Key: receiverSwitchKey(), ConsistentRead: true });
  const { Item } = await orUnavailable(get, NO_ANSWER);
  return Item === undefined ? { enabled: true } : switchSchema.parse(Item);
}

/** @throws UnavailableError */
export async function setSwitch(
  { documents, eventsTable, clock }: EventsTable,
  enabled: boolean,
): Promise<SwitchState> {
  const state = { enabled, changedAt: toIso(clock()) };
  const put = documents.put({ TableName: eventsTable, Item: { ...receiverSwitchKey(), ...state } });
  await orUnavailable(put, NO_ANSWER);
  return state;
}
