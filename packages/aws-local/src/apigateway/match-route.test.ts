import { describe, expect, it } from '@jest/globals';
import type { MethodModel } from './api-model.ts';
import { canonicalPath, createRouter } from './match-route.ts';

const method = (httpMethod: string, resourcePath: string): MethodModel => ({
  httpMethod,
  resourcePath,
  resourceId: resourcePath,
  authorizer: undefined,
  integration: { kind: 'unsupported', reason: 'a test' },
  throttle: undefined,
  apiKeyRequired: false,
});
const route = createRouter([
  method('GET', '/'),
  method('POST', '/v1/events'),
  method('GET', '/v1/events/{event_id}'),
  method('GET', '/v1/events/stats'),
  method('POST', '/v1/events/{event_id}/retry'),
  method('ANY', '/v1/{proxy+}'),
  method('GET', '/v1/{version}'),
  method('ANY', '/{company}/orders'),
]);
const match = (httpMethod: string, path: string): string | undefined => {
  const found = route(httpMethod, path);
  return (
    found && `${found.method.httpMethod} ${found.method.resourcePath} ${JSON.stringify(found.pathParameters)}`
  );
};

describe('routing', () => {
  it.each([
    ['GET', '/', 'GET / null'],
    ['POST', '/v1/events', 'POST /v1/events null'],
    ['POST', '/v1/events/', 'POST /v1/events null'],
    ['GET', '/v1/events/stats', 'GET /v1/events/stats null'],
    ['GET', '/v1/events/e1', 'GET /v1/events/{event_id} {"event_id":"e1"}'],
    ['GET', '/v1/events/a%20b', 'GET /v1/events/{event_id} {"event_id":"a b"}'],
    ['POST', '/v1/events/stats/retry', 'POST /v1/events/{event_id}/retry {"event_id":"stats"}'],
    ['GET', '/v1/docs', 'GET /v1/{version} {"version":"docs"}'],
    ['GET', '/v1/docs/app.css', 'ANY /v1/{proxy+} {"proxy":"docs/app.css"}'],
    ['PUT', '/acme/orders', 'ANY /{company}/orders {"company":"acme"}'],
  ])('%s %s → %s', (httpMethod, path, expected) => {
    expect(match(httpMethod, path)).toBe(expected);
  });

  it('the most exact resource decides, even if only a less exact one has the method', () => {
    expect(match('DELETE', '/v1/events')).toBeUndefined();
  });

  it('nothing matches an unknown path, and a greedy parameter not nothing', () => {
    expect(match('GET', '/other')).toBeUndefined();
    expect(match('GET', '/v1')).toBeUndefined();
  });
});

it('other spellings of a path are the same path', () => {
  for (const path of ['/v1/events', '/v1/events/', '//v1//events', '/v1/e%76ents'])
    expect(canonicalPath(path)).toBe('/v1/events');
  expect(canonicalPath('/')).toBe('/');
});
