export { type DeliveryCounter, startDeliveryCounter } from './delivery-counter.ts';
export { type DevProcess, type StartDev, startDev } from './dev-process.ts';
export { createTenant } from './measure-local.ts';
export { noteUseOfKey } from './note-use-of-key.ts';
export { postCallback } from './post-callback.ts';
export { anEventRequest, EVENT, type Outgoing, post, postEvents, postOnce } from './post-events.ts';
export { readTreeUsage } from './process-tree.ts';
