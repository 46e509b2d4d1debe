import { describe, expect, it } from '@jest/globals';
import { apiGatewayEvent, lambdaContext } from '../../testing/api-gateway-event.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { oftenAndRest } from './often-and-rest.ts';

const answering =
  (body: string): LambdaHandler =>
  async () => ({ statusCode: 200, body });

function setUp() {
  let loads = 0;
  const handler = oftenAndRest({ method: 'POST', path: '/v1/events' }, answering('often'), async () => {
    loads += 1;
    return answering('rest');
  });
  return {
    loads: () => loads,
    call: async (method: string, path: string) =>
      (await handler(apiGatewayEvent({ method, path }), lambdaContext())).body,
  };
}

describe('a handler of two', () => {
  it('answers what is asked often with what is there from the start', async () => {
    const { call, loads } = setUp();
    expect(await call('POST', '/v1/events')).toBe('often');
    expect(loads()).toBe(0);
  });

  it.each([
    ['GET', '/v1/events'],
    ['POST', '/v1/endpoints'],
    ['POST', '/v1/nothing'],
  ])('answers %s %s with the rest', async (method, path) => {
    expect(await setUp().call(method, path)).toBe('rest');
  });

  it('loads the rest once, also for requests that come at the same time', async () => {
    const { call, loads } = setUp();
    await Promise.all([call('GET', '/v1/events'), call('GET', '/v1/endpoints')]);
    await call('GET', '/v1/events');
    expect(loads()).toBe(1);
  });

  it('loads the rest for the next request where that failed', async () => {
    let loads = 0;
    const handler = oftenAndRest({ method: 'POST', path: '/v1/events' }, answering('often'), async () => {
      loads += 1;
      if (loads === 1) throw new Error('EMFILE: too many open files');
      return answering('rest');
    });
    const call = () => handler(apiGatewayEvent({ method: 'GET', path: '/v1/events' }), lambdaContext());
    await expect(call()).rejects.toThrow('EMFILE');
    expect(await call()).toMatchObject({ body: 'rest' });
  });
});
