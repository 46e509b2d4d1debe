import type { KnownType } from './type-store.ts';

/** What is told of a type, to its tenant and to the operator. */
export function eventTypeView({ eventType, registered, seen }: KnownType) {
  const schema: unknown = registered?.schema === undefined ? undefined : JSON.parse(registered.schema);
  return {
    event_type: eventType,
    registered:
      registered === undefined
        ? null
        : {
            description: registered.description,
            schema,
            validate: registered.validate,
            created_at: registered.createdAt,
            updated_at: registered.updatedAt,
          },
    seen:
      seen === undefined
        ? null
        : { count: seen.count, last_at: seen.lastSeenAt, example_event_id: seen.exampleId },
  };
}
