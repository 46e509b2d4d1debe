import awsLambdaFastify from '@fastify/aws-lambda';
import { createTargetsMemory } from '@switchyard/core/endpoints/targets-memory';
import { createPayloadChecks, createSeenTypes } from '@switchyard/core/event-types';
import { createLambdaHandler } from '@switchyard/core/http';
import { createListRates } from '@switchyard/core/list-rates';
import type { Api } from '../../../../ingest-api/src/api.ts';
import { createApp } from '../../../../ingest-api/src/app.ts';
import { openClientKeys } from '../aws.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import type { Shared } from '../shared.ts';
import { answerHttp } from './answer-http.ts';
import { shareApp } from './share-app.ts';

const openApp = shareApp((api: Api) => answerHttp(createLambdaHandler(awsLambdaFastify, createApp(api))));

/** The tenants' API as its handler.ts puts it together. */
export function openIngestApi(environment: Environment, world: Shared): Handler {
  const client = { attempts: 3, timeoutMs: 3_000 };
  const common = world.open(environment, client);
  return openApp({
    ...common,
    identityTable: world.identityTable,
    clientKeys: openClientKeys(environment, world, client),
    payloadChecks: createPayloadChecks(common),
    seenTypes: createSeenTypes(common),
    listRates: createListRates(common),
    targetsMemory: createTargetsMemory(common),
    retryDefaults: {
      schedule: [60_000, 120_000, 240_000, 480_000, 960_000],
      maxAttempts: 5,
      timeoutMs: 30_000,
    },
    allowLoopback: false,
    random: (size) => Uint8Array.from({ length: size }, () => Math.floor(world.random() * 256)),
    publicUrl: 'https://hooks.example.com',
    corsOrigins: [],
  });
}
