import { documentationRoutes } from '@switchyard/api-docs/routes';
import { health } from './health.ts';
import { disable, enable, status } from './operate.ts';
import { receiveDelivery } from './receive-delivery.ts';
import type { ReceiverRoute } from './receiver.ts';

/** All that the receiver answers: its app, API Gateway and the OpenAPI document are made of this. */
export const routes: readonly ReceiverRoute[] = [
  receiveDelivery,
  health,
  enable,
  disable,
  status,
  ...documentationRoutes({ prefix: '', redoc: false }),
];
