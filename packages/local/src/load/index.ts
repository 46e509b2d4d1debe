export { percentile, type Sent, sendOpenLoop } from './open-loop.ts';
export { EVENTS_PER_SECOND, type MeasuredPhase, type Phase, runNeighbour } from './run-neighbour.ts';
