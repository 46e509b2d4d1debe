export { startDeliveryCounter } from './delivery-counter.ts';
export { type DevProcess, startDev } from './dev-process.ts';
export { createTenant } from './measure-local.ts';
export { noteUseOfKey } from './note-use-of-key.ts';
export { anEventRequest, post, postEvents, postOnce } from './post-events.ts';
