import { unregisterType } from '@switchyard/core/event-types';
import { tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { textSchema } from '../../input-schemas.ts';

export const eventTypesDelete = defineCommand({
  name: 'event-types delete',
  summary: 'forget what was registered of a type; what was seen of it stays',
  input: z.object({ tenantId: tenantIdSchema, eventType: textSchema(128) }),
  arguments: ['tenantId', 'eventType'],
  options: {},
  examples: ['event-types delete acme order.paid'],
  async run({ open }, { tenantId, eventType }) {
    await unregisterType(await open(), { tenantId, eventType });
    return { tenant_id: tenantId, event_type: eventType, deleted: true };
  },
  text: ({ event_type: type }) => `Deleted ${type}: within a minute, its events are no longer checked.`,
});
