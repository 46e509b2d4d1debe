export { namesType } from './names-type.ts';
export {
  type EndpointEvent,
  OPERATIONAL_EVENT_TYPES,
  OPERATIONAL_EVENT_VERSION,
  OPERATIONAL_SOURCE,
  type OperationalEvent,
  type OperatorNotice,
  operationalEventSchema,
} from './operational-event.ts';
export type { OperatorTopic } from './operator-topic.ts';
