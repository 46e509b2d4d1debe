import { toSeconds } from '@switchyard/core/clock';
import { signStandardWebhooks, signStripe } from '@switchyard/core/signatures';

/** What the examples of the OpenAPI document are made with: one delivery of one event. */
export const EXAMPLE_NOW = Date.parse('2026-03-02T09:15:04.381Z');
/** Never anybody's secret. */
export const EXAMPLE_SECRET = 'whsec_ZG9jdW1lbnRhdGlvbi1leGFtcGxlLXNlY3JldA==';
export const EXAMPLE_BODY = '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90"}}';
export const EXAMPLE_OPERATOR_TOKEN = 'operator-token';

/** A delivery that was signed this many seconds ago. */
export function exampleHeaders(ageSeconds = 0): Record<string, string> {
  const signed = {
    payload: Buffer.from(EXAMPLE_BODY),
    secrets: [EXAMPLE_SECRET],
    timestamp: toSeconds(EXAMPLE_NOW) - ageSeconds,
  };
  return {
    'content-type': 'application/json',
    'stripe-signature': signStripe(signed),
    ...signStandardWebhooks({ ...signed, id: 'evt_06dp4zq8r0c5v7k3m2x1w9h6ta' }),
  };
}
