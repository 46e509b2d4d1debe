export { startEndpointServer } from '../demo/endpoint-server.ts';
export { type Cost, costOfMillion, type Prices, total } from './cost-of-event.ts';
export { isAnEvents, isMetric, isQueue, requestBytes } from './event-calls.ts';
export type { Measured, MeasuredEvent } from './measured.ts';
export { ordinaryJson } from './ordinary-json.ts';
export { readCostInputs } from './read-cost-inputs.ts';
export { add, createUnitMeter, type TableShape, type Units } from './unit-meter.ts';
