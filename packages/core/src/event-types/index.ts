export { createPayloadChecks, type PayloadChecks } from './payload-checks.ts';
export { createSeenTypes, type SeenTypes } from './seen-types.ts';
export {
  type KnownType,
  listTypes,
  MAX_EVENT_TYPES,
  readType,
  registerType,
  unregisterType,
} from './type-store.ts';
export { eventTypeView } from './type-view.ts';
