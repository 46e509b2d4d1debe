import { expect, it } from '@jest/globals';
import { messageStatusSchema } from '@switchyard/core/messages';
import { reportName } from './count-report.ts';

it('counts the end of a message as delivered or failed, and each step on the way as another', () => {
  const names = messageStatusSchema.options.map((status) => [status, reportName({ kind: 'status', status })]);

  expect(Object.fromEntries(names)).toMatchObject({
    sent: 'other',
    delivered: 'delivered',
    undelivered: 'failed',
    bounced: 'failed',
    suppressed: 'failed',
    failed: 'failed',
  });
});

it.each([
  ['open', 'opened'],
  ['click', 'clicked'],
  ['other', 'other'],
] as const)('counts an %s', (kind, name) => {
  expect(reportName({ kind })).toBe(name);
});
