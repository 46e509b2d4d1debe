export { parseQueueJson, toQueueJson } from './queue-json.ts';
export type { Sender } from './sender.ts';
