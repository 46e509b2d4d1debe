export { startDeliveryCounter } from './delivery-counter.ts';
export { startDev } from './dev-process.ts';
export { createTenant } from './measure-local.ts';
export { anEventRequest, postEvents, postOnce } from './post-events.ts';
