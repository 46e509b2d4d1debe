import { type Clock, toIso } from '@switchyard/core/clock';
import type { Documents } from '@switchyard/core/tables';
import * as z from 'zod';
import { receiverSwitchKey } from './receiver-keys.ts';

const switchSchema = z.object({ enabled: z.boolean(), changedAt: z.iso.datetime() });
export type SwitchState = z.infer<typeof switchSchema>;

export type ReceiverSwitch = ReturnType<typeof createReceiverSwitch>;

/** Whether the receiver takes deliveries. It is a table item, so that every running copy of the function agrees. */
export function createReceiverSwitch(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  const { documents, eventsTable, clock } = deps;
  return {
    async read(): Promise<SwitchState | undefined> {
      const { Item } = await documents.get({
        TableName: eventsTable,
        Key: receiverSwitchKey(),
        ConsistentRead: true,
      });
      return Item === undefined ? undefined : switchSchema.parse(Item);
    },
    async set(enabled: boolean): Promise<SwitchState> {
      const state = { enabled, changedAt: toIso(clock()) };
      await documents.put({ TableName: eventsTable, Item: { ...receiverSwitchKey(), ...state } });
      return state;
    },
  };
}
