import { describe, expect, it } from '@jest/globals';
import { aRequest } from '../../testing/api-parts.ts';
import { mockResponse } from './mock-response.ts';
import { integrationSchema, readIntegration } from './read-integration.ts';

/** Of the form that CDK writes for CORS with several origins. */
const CORS_TEMPLATE = `#set($origin = $input.params().header.get("Origin"))
#if($origin == "")
  #set($origin = $input.params().header.get("origin"))
#end
#if($origin == "https://b.example" || $origin.matches("https://[a-z]+\\.c\\.example"))
  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
#end`;

function respond(properties: object, headers: Record<string, string> = {}, isBinary = false) {
  const integration = readIntegration(integrationSchema.parse({ Type: 'MOCK', ...properties }));
  if (integration.kind !== 'mock') throw new Error('not a mock');
  const variables = {
    request: aRequest(headers),
    pathParameters: { id: 'n1' },
    context: { requestId: 'request-1' },
    stageVariables: { color: 'blue' },
  };
  const response = mockResponse(integration, variables, isBinary);
  if (typeof response === 'string') return { error: response };
  return {
    status: response.status,
    body: response.body.toString(),
    ...Object.fromEntries(response.headers),
  };
}
const preflight = {
  RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
  IntegrationResponses: [
    { StatusCode: '400', SelectionPattern: '4\\d\\d' },
    {
      StatusCode: '204',
      ResponseParameters: {
        'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
        'method.response.header.Vary': "'Origin'",
      },
      ResponseTemplates: { 'application/json': CORS_TEMPLATE },
    },
  ],
};

describe('a preflight', () => {
  it('is answered with the default response and its headers', () => {
    expect(respond(preflight)).toEqual({
      status: 204,
      body: '',
      'Content-Type': 'application/json',
      'x-amzn-RequestId': 'request-1',
      'Access-Control-Allow-Origin': 'https://a.example',
      Vary: 'Origin',
    });
  });

  it.each([
    ['Origin', 'https://b.example', 'https://b.example'],
    ['origin', 'https://b.example', 'https://b.example'],
    ['origin', 'https://x.c.example', 'https://x.c.example'],
    ['origin', 'https://evil.example', 'https://a.example'],
    ['origin', 'https://b.example.evil.example', 'https://a.example'],
    ['origin', 'https://x.c.example.evil.example', 'https://a.example'],
  ])('%s %s is told %s', (name, origin, allowed) => {
    expect(respond(preflight, { [name]: origin })).toMatchObject({ 'Access-Control-Allow-Origin': allowed });
  });
});

describe('templates', () => {
  const template = (text: string) => ({
    ...preflight,
    IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': text } }],
  });

  it('read parameters, context and stage variables', () => {
    const text = `$input.params('id') $input.params('q') $input.params("X-One")$input.params('none') $context.requestId $stageVariables.color`;
    expect(respond(template(text), { 'X-One': 'one' })).toMatchObject({
      status: 200,
      body: 'n1 1 one request-1 blue',
    });
  });

  it('a header is found as it was sent only', () => {
    const text = `<$input.params("Origin")>`;
    expect(respond(template(text), { origin: 'https://a.example' })).toMatchObject({ body: '<>' });
  });

  it('choose among branches, and may set the status', () => {
    const text = `#if($input.params("q") == "0")none#elseif($input.params("q") == "1")one#set($context.responseOverride.status = 418)#{else}more#end`;
    expect(respond(template(text))).toMatchObject({ status: 418, body: 'one' });
  });

  it('with a variable that is not known here are named, and not run', () => {
    const mock = integrationSchema.parse({
      Type: 'MOCK',
      ...template('$input.json("$.a") $util.urlEncode("a")'),
    });
    expect(readIntegration(mock)).toEqual({
      kind: 'unsupported',
      reason: 'a template that uses $input.json, $util',
    });
  });
});

describe('the request’s content', () => {
  it('of a type without a template is refused, or passed through, which names no status', () => {
    const headers = { 'Content-Type': 'text/plain' };
    const given = (PassthroughBehavior: string) => respond({ ...preflight, PassthroughBehavior }, headers);
    expect(given('NEVER')).toEqual({ error: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(given('WHEN_NO_TEMPLATES')).toEqual({ error: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(given('WHEN_NO_MATCH')).toEqual({ error: 'API_CONFIGURATION_ERROR' });
  });

  it('that counts as binary fails unless it is taken as text', () => {
    expect(respond(preflight, {}, true)).toEqual({ error: 'API_CONFIGURATION_ERROR' });
    expect(respond({ ...preflight, ContentHandling: 'CONVERT_TO_TEXT' }, {}, true)).toMatchObject({
      status: 204,
    });
  });
});
