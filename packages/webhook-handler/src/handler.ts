import awsLambdaFastify from '@fastify/aws-lambda';
import { parseConfig } from '@switchyard/core/config';
import { createLambdaHandler } from '@switchyard/core/http';
import { flushAfter } from '@switchyard/core/metrics';
import { createApp } from './app.ts';
import { configSchema } from './config.ts';
import { createContext } from './context.ts';
import { checkHealth, createHealthCheck } from './health.ts';
import { receiveCallback } from './receive-callback.ts';

const config = parseConfig(configSchema, process.env);
const context = createContext(config);

const app = createApp({
  ...context,
  corsOrigins: config.CORS_ORIGINS,
  receiveCallback: (request) => receiveCallback(context, request),
  checkHealth: createHealthCheck(() => checkHealth(context), context.clock),
});

/** Behind API Gateway: what the providers call. */
export const handler = flushAfter(context.metrics, createLambdaHandler(awsLambdaFastify, app));

/** Behind the spool queue, as a function of its own with the same bundle. */
export const spool = flushAfter(context.metrics, async (event: object) => {
  const { handleSpoolEvent } = await import('./spool/handle-spool-event.ts');
  return handleSpoolEvent(context, event);
});
