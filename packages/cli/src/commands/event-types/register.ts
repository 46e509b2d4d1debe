import { descriptionSchema, exactTypeSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { registerType } from '@switchyard/core/event-types';
import { tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { flag, jsonObject } from '../../input-schemas.ts';

export const eventTypesRegister = defineCommand({
  name: 'event-types register',
  summary: 'register a type, or replace all that was registered of it',
  input: z.object({
    tenantId: tenantIdSchema,
    eventType: exactTypeSchema,
    description: descriptionSchema.optional(),
    schema: jsonObject.optional(),
    validate: flag,
  }),
  arguments: ['tenantId', 'eventType'],
  options: {
    description: ['<text>', 'what such an event says'],
    schema: ['<json>', 'JSON Schema 2020-12 of the whole payload'],
    validate: 'refuse events of this type that do not match the schema',
  },
  examples: [
    "event-types register acme order.paid --description 'An order was paid.'",
    `event-types register acme order.paid --schema '{"required":["data"]}' --validate`,
  ],
  async run({ open }, { tenantId, eventType, ...input }) {
    const { validate } = await registerType(await open(), { tenantId, eventType, ...input });
    return { tenant_id: tenantId, event_type: eventType, validate };
  },
  text: ({ event_type: type, validate }) =>
    `Registered ${type}.${validate ? ' Within a minute, events that do not match its schema are refused.' : ''}`,
});
