import {
  type Quarantined as KeptWhole,
  type QuarantinedWithoutBody,
  type QuarantineRow,
  quarantineRows,
  readQuarantined,
  readQuarantinedWithoutBody,
} from '@switchyard/core/quarantine';
import type { EventsTable } from '@switchyard/core/tables';

export { QUARANTINE_DAYS, type QuarantineRow } from '@switchyard/core/quarantine';

export type Quarantined = QuarantinedWithoutBody & { readonly body?: KeptWhole['body'] | undefined };

export type QuarantineStoreDeps = EventsTable;

export type QuarantineStore = ReturnType<typeof createQuarantineStore>;

/** Requests that were not proven genuine: table Events. */
export const createQuarantineStore = (table: QuarantineStoreDeps) => ({
  rows: (filter: { readonly days: number; readonly code?: string | undefined }) =>
    quarantineRows(table, filter),
  read: (
    { id, request: { receivedAt } }: QuarantineRow,
    { body }: { readonly body: boolean },
  ): Promise<Quarantined | undefined> =>
    (body ? readQuarantined : readQuarantinedWithoutBody)(table, { id, receivedAt }),
});
