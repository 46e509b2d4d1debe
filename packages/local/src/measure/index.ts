export { startDeliveryCounter } from './delivery-counter.ts';
export { type DevProcess, startDev } from './dev-process.ts';
export { createTenant } from './measure-local.ts';
export { postCallback } from './post-callback.ts';
export { anEventRequest, post, postEvents, postOnce } from './post-events.ts';
