export { namesType } from './names-type.ts';
export {
  type EndpointEvent,
  type OperationalEvent,
  type OperatorNotice,
  operationalEventSchema,
} from './operational-event.ts';
export {
  OPERATIONAL_EVENT_TYPES,
  OPERATIONAL_EVENT_VERSION,
  OPERATIONAL_SOURCE,
} from './operational-types.ts';
export type { OperatorTopic } from './operator-topic.ts';
