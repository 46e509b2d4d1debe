import type { Delivery } from '@switchyard/core/deliveries';
import type { Event } from '@switchyard/core/events';

/** One story runs through all examples: an order was paid, and one of two endpoints was down for a while. */
export const EXAMPLE_REQUEST_ID = '6f1c1d7e-3c53-4b0e-9a55-0d9f5a2f7c11';
export const EXAMPLE_BODY = '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90"}}';

export const exampleEvent: Event = {
  tenantId: 'acme',
  eventId: 'evt_06dp4zq8r0c5v7k3m2x1w9h6ta',
  eventType: 'order.paid',
  payload: Buffer.from(EXAMPLE_BODY),
  endpointIds: ['default', 'warehouse'],
  createdAt: '2026-03-02T09:15:04.120Z',
  correlationId: EXAMPLE_REQUEST_ID,
  expiresAt: 1_775_035_304,
};

const common = {
  tenantId: exampleEvent.tenantId,
  eventId: exampleEvent.eventId,
  eventType: exampleEvent.eventType,
  generation: 1,
  createdAt: exampleEvent.createdAt,
  expiresAt: exampleEvent.expiresAt,
} as const;

const delivered: Delivery = {
  ...common,
  endpointId: 'default',
  status: 'DELIVERED',
  nextAttempt: 2,
  attempts: [
    {
      attempt: 1,
      generation: 1,
      startedAt: '2026-03-02T09:15:04.381Z',
      durationMs: 87,
      statusCode: 200,
      responseBody: '{"ok":true}',
    },
  ],
  updatedAt: '2026-03-02T09:15:04.468Z',
  deliveredAt: '2026-03-02T09:15:04.468Z',
};

const waiting: Delivery = {
  ...common,
  endpointId: 'warehouse',
  status: 'FAILED',
  nextAttempt: 3,
  nextAttemptAt: '2026-03-02T09:18:35.034Z',
  attempts: [
    {
      attempt: 1,
      generation: 1,
      startedAt: '2026-03-02T09:15:04.379Z',
      durationMs: 30_000,
      error: 'timeout',
    },
    {
      attempt: 2,
      generation: 1,
      startedAt: '2026-03-02T09:16:33.902Z',
      durationMs: 132,
      statusCode: 503,
      responseBody: 'down for maintenance',
    },
  ],
  updatedAt: '2026-03-02T09:16:34.034Z',
};

export const exampleDeliveries: Delivery[] = [delivered, waiting];
