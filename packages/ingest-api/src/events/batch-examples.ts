import { MAX_BATCH_LINES } from '@switchyard/core/batch-limits';
import type { RouteExample } from '@switchyard/core/http';
import type { ExampleState } from '../api.ts';
import { EXAMPLE_BODY } from '../examples.ts';
import { NDJSON } from './ndjson.ts';

const HEADERS = { 'content-type': NDJSON, 'idempotency-key': 'orders-2026-03-02' };
const VIEWED = '{"type":"order.viewed","data":{"order_id":1043}}';

/** Of a request with many events. */
export const batchExamples = (): readonly RouteExample<ExampleState>[] => [
  { name: 'batch', summary: 'Two events', headers: HEADERS, body: `${EXAMPLE_BODY}\n${VIEWED}\n` },
  {
    name: 'batch_partly',
    summary: 'One of three is no JSON',
    headers: { ...HEADERS, 'idempotency-key': 'orders-2026-03-03' },
    body: `${EXAMPLE_BODY}\n{"type":\n${VIEWED}\n`,
  },
  {
    name: 'batch_malformed',
    summary: 'No line is JSON',
    headers: HEADERS,
    body: 'order.paid\norder.viewed\n',
  },
  {
    name: 'too_many_lines',
    summary: `More than ${MAX_BATCH_LINES} lines`,
    headers: HEADERS,
    body: '{}\n'.repeat(MAX_BATCH_LINES + 1),
  },
];
