import { EXAMPLE_REQUEST_ID } from '@switchyard/api-docs/openapi';
import type { Delivery } from '@switchyard/core/deliveries';
import type { Event } from '@switchyard/core/events';
import { TENANT_ID } from '@switchyard/core/testing';
import { EXAMPLE_BODY, EXAMPLE_EVENT_ID, EXAMPLE_ORDERING_KEY } from '../src/examples.ts';

export const exampleEvent: Event = {
  tenantId: TENANT_ID,
  eventId: EXAMPLE_EVENT_ID,
  eventType: 'order.paid',
  orderingKey: EXAMPLE_ORDERING_KEY,
  payload: Buffer.from(EXAMPLE_BODY),
  endpointIds: ['default', 'warehouse'],
  createdAt: '2026-03-02T09:15:04.120Z',
  correlationId: EXAMPLE_REQUEST_ID,
  listSk: `2026-03-02T09:15:04.120Z#${EXAMPLE_EVENT_ID}#2:order.paid`,
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
