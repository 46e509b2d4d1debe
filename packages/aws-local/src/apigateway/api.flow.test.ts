import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../../testing/start-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.stack.stop());

const as = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

describe('a request reaches its function', () => {
  it('as a proxy event of format 1.0', async () => {
    const response = await fixture.fetch('/v1/notes/n%201?a=1&a=2&b=x%26y', as('good'));
    const event = Object(await response.json());
    expect(event).toMatchObject({
      resource: '/v1/notes/{note_id}',
      path: '/v1/notes/n%201',
      httpMethod: 'GET',
      pathParameters: { note_id: 'n 1' },
      queryStringParameters: { a: '2', b: 'x&y' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x&y'] },
      stageVariables: { color: 'blue' },
      body: null,
      isBase64Encoded: false,
      headers: { authorization: 'Bearer good', 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Proto': 'http' },
      multiValueHeaders: { authorization: ['Bearer good'] },
      requestContext: {
        accountId: '000000000000',
        stage: 'test',
        path: '/v1/notes/n%201',
        resourcePath: '/v1/notes/{note_id}',
        protocol: 'HTTP/1.1',
        domainName: '127.0.0.1',
        identity: { sourceIp: '127.0.0.1' },
        authorizer: { principalId: 'Bearer good', admin: 'true' },
        requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
    expect(response.headers.get('x-amzn-requestid')).toBe(event.requestContext.requestId);
  });

  it('with null where there are no parameters', async () => {
    const event = await (await fixture.fetch('/v1/notes', as('good'))).json();
    expect(event).toMatchObject({
      pathParameters: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
    });
  });

  it('with text as text and binary types in base64', async () => {
    const post = async (type: string) =>
      (
        await fixture.fetch('/open/x', {
          method: 'POST',
          body: Buffer.from('{"n":1.10}'),
          headers: { 'content-type': type },
        })
      ).json();
    expect(await post('application/json')).toMatchObject({ body: '{"n":1.10}', isBase64Encoded: false });
    expect(await post('application/octet-stream; x=y')).toMatchObject({
      body: 'eyJuIjoxLjEwfQ==',
      isBase64Encoded: true,
    });
  });
});

describe('an answer reaches the client', () => {
  it('with every cookie', async () => {
    const response = await fixture.fetch('/open/x?mode=cookies');
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('as bytes, when the client accepts the type', async () => {
    const response = await fixture.fetch('/open/x?mode=binary', { headers: { accept: 'image/png' } });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0x89, 0x50, 0xff]);
  });

  it('a preflight is answered without a function', async () => {
    const response = await fixture.fetch('/v1/notes', { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
  });
});

describe('the authorizer', () => {
  it('is asked once for a token, and its policy decides every method', async () => {
    const first = await fixture.fetch('/v1/notes/special', as('one-method'));
    const again = await fixture.fetch('/v1/notes/special', as('one-method'));
    const other = await fixture.fetch('/v1/notes', as('one-method'));
    const calls = async (response: Response) => Object(await response.json()).requestContext.authorizer.calls;
    expect(await calls(again)).toBe(await calls(first));
    expect(other.status).toBe(403);
    expect(await other.json()).toEqual({ message: 'User is not authorized to access this resource' });
  });

  it.each([
    ['no token', {}, 401],
    ['a token of another form', { headers: { authorization: 'Basic x' } }, 401],
    ['an unknown token', as('nobody'), 401],
    ['a denied token', as('deny'), 403],
    ['an authorizer that fails', as('boom'), 500],
    ['an authorizer that answers nonsense', as('odd'), 500],
  ])('%s', async (_title, init, status) => {
    expect((await fixture.fetch('/v1/notes', init)).status).toBe(status);
  });

  it('a refusal has the shape of the gateway response', async () => {
    const response = await fixture.fetch('/v1/notes');
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      title: 'Unauthorized',
      type: 'UNAUTHORIZED',
      request_id: response.headers.get('x-amzn-requestid'),
    });
  });
});

describe('what API Gateway answers itself', () => {
  it('an unknown route', async () => {
    const response = await fixture.fetch('/nowhere');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ detail: 'no GET /nowhere' });
  });

  it.each(['throw', 'malformed'])('a function with the fault %s', async (mode) => {
    const response = await fixture.fetch(`/open/x?mode=${mode}`);
    expect(response.status).toBe(502);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({ message: 'Internal server error' });
  });

  it('a function that takes longer than the integration may', async () => {
    expect((await fixture.fetch('/slow')).status).toBe(504);
  });

  it('a body over 10 MB', async () => {
    const response = await fixture.fetch('/open/x', {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
  });

  it('a function that no permission lets it invoke', async () => {
    expect((await fixture.fetch('/denied')).status).toBe(500);
    expect(fixture.stack.permissionReport().denied).toContainEqual(
      expect.objectContaining({
        action: 'lambda:InvokeFunction',
        resource: expect.stringMatching(/:fixture-test-Odd$/),
      }),
    );
  });
});

describe('what the stage and the API’s policy say', () => {
  it('a method is throttled by itself, through the alias that it leads to', async () => {
    expect((await fixture.fetch('/limited')).status).toBe(200);
    const refused = await fixture.fetch('/limited');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
    expect((await fixture.fetch('/open/x')).status).toBe(200);
  });

  it('a path is for some addresses only, however it is spelled', async () => {
    const ask = (path: string, sourceIp: string) =>
      fixture.fetch(path, { headers: { 'x-forwarded-for': `203.0.113.9, ${sourceIp}` } });
    expect((await ask('/open/office', '192.0.2.7')).status).toBe(200);
    for (const path of ['/open/office', '/open/off%69ce', '/open//office/']) {
      const refused = await ask(path, '198.51.100.7');
      expect(refused.status).toBe(403);
      expect(Object(await refused.json()).message).toContain('with an explicit deny');
    }
  });

  it('the authorizer is not asked for what the policy denies', async () => {
    const { status } = await fixture.fetch('/v1/office');
    expect(status).toBe(403);
  });

  it('each request has a line in the access log, those that reach no function too', async () => {
    const logged = async (path: string, init?: RequestInit) => {
      const { headers } = await fixture.fetch(path, init);
      const [line] = await fixture.logged(({ requestId }) => requestId === headers.get('x-amzn-requestid'));
      return line;
    };
    expect(await logged('/v1/notes', as('good'))).toMatchObject({
      ip: '127.0.0.1',
      caller: '-',
      request: 'GET /v1/notes',
      status: '200',
      length: expect.stringMatching(/^\d{3,}$/),
      error: '-',
      principal: 'Bearer good',
    });
    expect(await logged('/v1/notes')).toMatchObject({ status: '401', error: 'UNAUTHORIZED', principal: '-' });
    expect(await logged('/nowhere')).toMatchObject({
      request: 'GET /nowhere',
      status: '404',
      error: 'MISSING_AUTHENTICATION_TOKEN',
    });
    expect(await logged('/limited')).toMatchObject({ status: '429', error: 'THROTTLED' });
    const sources = fixture.lines.filter(({ source }) => source === 'access-log');
    expect(new Set(sources.map(({ functionName, shortName }) => `${functionName} ${shortName}`))).toEqual(
      new Set(['fixture api']),
    );
  });
});
