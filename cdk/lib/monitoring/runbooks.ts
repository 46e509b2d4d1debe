/** The pages in docs/runbooks that alarms lead to, by file name. */
export type Runbook =
  | 'api-errors'
  | 'callback-traffic'
  | 'dead-letters'
  | 'function-errors'
  | 'held-deliveries'
  | 'queue-age'
  | 'routing-failures'
  | 'throttled-table'
  | 'verification-failures';

/** Where the page is: a link where it is known where docs/runbooks can be read, else the file. */
export const runbookAddress = (runbook: Runbook, baseUrl: string): string =>
  `${baseUrl === '' ? 'docs/runbooks' : baseUrl}/${runbook}.md`;
