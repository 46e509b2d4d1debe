export { bucketOf } from './answer-times.ts';
export { COUNT_UP_TO, summarizeHeld } from './count-attention.ts';
export {
  addToHour,
  bucketName,
  type CountedEndpoint,
  HOUR_MS,
  type HourCounts,
  hourOf,
} from './endpoint-hours.ts';
