import type { ExampleRequest, Exchange } from '@switchyard/api-docs/openapi';
import { toIso, toSeconds } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { createLogger } from '@switchyard/core/logging';
import { signStandardWebhooks, signStripe } from '@switchyard/core/signatures';
import type { AppDeps } from '../src/app.ts';
import { createRequireOperator } from '../src/require-operator.ts';
import { createVerifyDelivery } from '../src/verify-delivery.ts';

export const EXAMPLE_REQUEST_ID = '6f1c1d7e-3c53-4b0e-9a55-0d9f5a2f7c11';

const NOW = Date.parse('2026-03-02T09:15:04.381Z');
const clock = () => NOW;
const OPERATOR_TOKEN = 'operator-token';
const EVENT = '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90"}}';

const endpoint: Endpoint = {
  tenantId: 'acme',
  endpointId: 'default',
  targetUrl: 'https://receiver.example.com/acme/webhook',
  secrets: [
    { secret: 'whsec_ZG9jdW1lbnRhdGlvbi1leGFtcGxlLXNlY3JldA==', createdAt: '2026-01-01T00:00:00.000Z' },
  ],
  status: 'ENABLED',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

/** A delivery that was signed this many seconds ago. */
function signedHeaders(ageSeconds = 0): Record<string, string> {
  const signed = {
    payload: Buffer.from(EVENT),
    secrets: endpoint.secrets.map(({ secret }) => secret),
    timestamp: toSeconds(NOW) - ageSeconds,
  };
  return {
    'content-type': 'application/json',
    'stripe-signature': signStripe(signed),
    ...signStandardWebhooks({ ...signed, id: 'evt_06dp4zq8r0c5v7k3m2x1w9h6ta' }),
  };
}

/** Only the first delivery of these is new. */
const REPLAYED_AGE_SECONDS = 60;
const REPLAYED_TIMESTAMP = toSeconds(NOW) - REPLAYED_AGE_SECONDS;

/** Stands in for tables and secrets, so that the app can be asked for every answer that it has. */
const whenOn: AppDeps = {
  logger: createLogger('openapi', 'silent'),
  verifyDelivery: createVerifyDelivery({ listEndpoints: async () => [endpoint], clock }),
  rememberSignature: async (_tenantId, timestamp) => timestamp === REPLAYED_TIMESTAMP,
  requireOperator: createRequireOperator({
    operatorToken: { get: async () => OPERATOR_TOKEN, refetch: async () => undefined },
  }),
  receiverSwitch: {
    read: async () => undefined,
    set: async (enabled) => ({ enabled, changedAt: toIso(NOW) }),
  },
};

const whenOff: AppDeps = {
  ...whenOn,
  receiverSwitch: { ...whenOn.receiverSwitch, read: async () => ({ enabled: false, changedAt: toIso(NOW) }) },
};

const fail = () => Promise.reject(new Error('The store is down.'));
const whenDown: AppDeps = { ...whenOn, receiverSwitch: { read: fail, set: fail } };

function exchange(operationId: string, name: string, summary: string, request: ExampleRequest): Exchange {
  return { operationId, name, summary, request };
}

const deliver = (
  name: string,
  summary: string,
  headers: Record<string, string>,
  tenant = 'acme',
  body = EVENT,
) =>
  exchange('receiveDelivery', name, summary, { method: 'POST', path: `/${tenant}/webhook`, headers, body });
const operate = (operationId: string, name: string, summary: string, token = OPERATOR_TOKEN) =>
  exchange(operationId, name, summary, {
    method: operationId === 'status' ? 'GET' : 'POST',
    path: `/${operationId}`,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  });

const OPERATIONS = ['enable', 'disable', 'status'];
const exchangesWhenOn: readonly Exchange[] = [
  deliver('verified', 'A delivery', signedHeaders()),
  deliver('replayed', 'The same signature again', signedHeaders(REPLAYED_AGE_SECONDS)),
  deliver('params_invalid', 'Not a tenant id', signedHeaders(), 'ACME'),
  deliver('header_missing', 'No signature', { 'content-type': 'application/json' }),
  deliver('signature_mismatch', 'Another body than was signed', signedHeaders(), 'acme', '{}'),
  deliver('timestamp_too_old', 'Signed more than 300 s ago', signedHeaders(301)),
  deliver('payload_too_large', 'More than 1 MiB', signedHeaders(), 'acme', 'x'.repeat(1024 * 1024 + 1)),
  exchange('health', 'healthy', 'It is up', { method: 'GET', path: '/health' }),
  operate('enable', 'enabled', 'Switched on'),
  operate('disable', 'disabled', 'Switched off'),
  operate('status', 'never_switched', 'Nobody ever switched it'),
  ...OPERATIONS.map((id) => operate(id, 'operator_token_required', 'No operator token', '')),
];

/** What is asked of the app in each of its states; the first one is described. */
export const states: readonly { readonly deps: AppDeps; readonly exchanges: readonly Exchange[] }[] = [
  { deps: whenOn, exchanges: exchangesWhenOn },
  {
    deps: whenOff,
    exchanges: [
      deliver('receiver_disabled', 'Switched off', signedHeaders()),
      operate('status', 'off', 'Switched off'),
    ],
  },
  {
    deps: whenDown,
    exchanges: OPERATIONS.map((id) => operate(id, 'unavailable', 'The store did not answer')),
  },
];
