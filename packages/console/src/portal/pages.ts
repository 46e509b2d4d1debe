/** All pages but the first. One module, so that there is one request for them, not one for each part they share. */
export { default as Deliveries } from './deliveries/deliveries-page.tsx';
export { default as Delivery } from './deliveries/delivery-page.tsx';
export { default as Endpoint } from './endpoints/endpoint-page.tsx';
export { default as Endpoints } from './endpoints/endpoints-page.tsx';
export { default as NewEndpoint } from './endpoints/new-endpoint-page.tsx';
export { default as Live } from './live/live-page.tsx';
export { default as Replays } from './replays/replays-page.tsx';
