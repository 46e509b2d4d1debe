import awsLambdaFastify from '@fastify/aws-lambda';
import { createLambdaHandler } from '@switchyard/core/http';
import { collectLogs, lambdaContext, NOW } from '@switchyard/core/testing';
import { type AppDeps, createApp } from '../src/app.ts';
import { anApiGatewayEvent, type RequestParts } from './api-gateway-event.ts';

const notExpected = (): never => {
  throw new Error('This test expects no call of this');
};

/** The API behind its Lambda handler; what a test does not hand in must not be called. */
export function createTestApi(deps: Partial<Omit<AppDeps, 'logger'>> = {}) {
  const { logger, text } = collectLogs();
  const app = createApp({
    logger,
    acceptEvent: notExpected,
    readEvent: notExpected,
    listEvents: notExpected,
    requeueDelivery: notExpected,
    registerMessage: notExpected,
    readMessage: notExpected,
    corsOrigins: ['*'],
    clock: () => NOW,
    ...deps,
  });
  const handler = createLambdaHandler(awsLambdaFastify, app);
  return {
    app,
    async send(request: RequestParts) {
      const { statusCode, headers = {}, body } = await handler(anApiGatewayEvent(request), lambdaContext());
      const json: unknown = JSON.parse(body);
      return { status: statusCode, headers, body, json };
    },
    /** Everything that was logged. */
    logs: text,
  };
}
