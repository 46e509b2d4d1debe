export { parseQueueJson, toQueueJson } from './queue-json.ts';
export { MAX_BATCH_MESSAGES, type Sender } from './sender.ts';
