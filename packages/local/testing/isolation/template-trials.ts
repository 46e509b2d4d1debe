import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import * as z from 'zod';
import { routes } from '../../../ingest-api/src/routes.ts';
import { operations, type Stage, type Trial } from './stage.ts';

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((att) => att['Fn::GetAtt'][0]),
]);
const templateSchema = z.object({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.unknown().optional() })),
});
const resourceSchema = z.object({ ParentId: reference, PathPart: z.string() });
const methodSchema = z.object({
  HttpMethod: z.string(),
  ResourceId: reference,
  RestApiId: reference,
  AuthorizationType: z.string().default('NONE'),
});

type Method = { readonly method: string; readonly path: string; readonly isAuthorized: boolean };

/** The routes of the API that has an authorizer, as API Gateway gets them. */
async function methodsOf({ flow }: Stage): Promise<readonly Method[]> {
  const [file = ''] = (await readdir(flow.assemblyDirectory)).filter((name) =>
    name.endsWith('.template.json'),
  );
  const text = await readFile(join(flow.assemblyDirectory, file), 'utf8');
  const { Resources } = templateSchema.parse(JSON.parse(text));
  const pathOf = (id: string): string => {
    const found = Resources[id];
    if (found?.Type !== 'AWS::ApiGateway::Resource') return '';
    const { ParentId, PathPart } = resourceSchema.parse(found.Properties);
    return `${pathOf(ParentId)}/${PathPart}`;
  };
  const methods = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::ApiGateway::Method')
    .map(({ Properties }) => methodSchema.parse(Properties));
  const guarded = new Set(
    methods.filter((each) => each.AuthorizationType === 'CUSTOM').map((each) => each.RestApiId),
  );
  return methods
    .filter(({ RestApiId, HttpMethod }) => guarded.has(RestApiId) && HttpMethod !== 'OPTIONS')
    .map(({ HttpMethod, ResourceId, AuthorizationType }) => ({
      method: HttpMethod,
      path: pathOf(ResourceId),
      isAuthorized: AuthorizationType === 'CUSTOM',
    }));
}

/** What its functions declare to be for anybody: pages, public keys, health, and callbacks, which are signed. */
const forAnybody = [...routes.filter(({ access }) => access === 'public'), ...callbackRoutes];

/** What API Gateway lets through without a key is what is meant for anybody, and what the document has is all there is. */
export const templateTrials: readonly Trial[] = [
  {
    of: 'API Gateway',
    name: 'every route with a key in the document has the authorizer',
    run: async (stage) => {
      const methods = await methodsOf(stage);
      const open = operations.filter(
        ({ needsKey, method, path }) =>
          needsKey &&
          !methods.some((each) => each.method === method && each.path === path && each.isAuthorized),
      );
      return open.length === 0 ? undefined : `Without authorizer: ${open.map(({ name }) => name).join(', ')}`;
    },
  },
  {
    of: 'API Gateway',
    name: 'every route without authorizer is meant for anybody',
    run: async (stage) => {
      const unknown = (await methodsOf(stage)).filter(
        ({ method, path, isAuthorized }) =>
          !isAuthorized && !forAnybody.some((each) => each.method === method && each.path === path),
      );
      return unknown.length === 0
        ? undefined
        : `For anybody: ${unknown.map(({ method, path }) => `${method} ${path}`).join(', ')}`;
    },
  },
  {
    of: 'API Gateway',
    name: 'every route with the authorizer is in the document',
    run: async (stage) => {
      const untried = (await methodsOf(stage)).filter(
        ({ method, path, isAuthorized }) =>
          isAuthorized && !operations.some((each) => each.method === method && each.path === path),
      );
      return untried.length === 0
        ? undefined
        : `Not tried: ${untried.map(({ method, path }) => `${method} ${path}`).join(', ')}`;
    },
  },
];
