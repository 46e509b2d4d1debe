import { expect, test } from '@jest/globals';
import { aRequest } from '../../testing/api-parts.ts';
import { mockResponse } from './mock-response.ts';

const template = `#set($origin = $input.params().header.get("Origin"))
#if($origin == "") #set($origin = $input.params().header.get("origin")) #end
#if($origin.matches("https://a.example") || $origin.matches("https://b.example"))
  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
#end`;
const integration = {
  kind: 'mock' as const,
  requestTemplates: { 'application/json': '{ statusCode: 200 }' },
  responses: [
    { statusCode: '400', selectionPattern: '4\\d\\d', headers: {}, templates: {} },
    {
      statusCode: '204',
      selectionPattern: undefined,
      headers: { 'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Max-Age': '60' },
      templates: { 'application/json': template },
    },
  ],
};
const respond = (headers: Record<string, string> = {}) => {
  const { status, headers: sent } = mockResponse(integration, aRequest(headers)) ?? {
    status: 0,
    headers: [],
  };
  return { status, ...Object.fromEntries(sent) };
};

test('answers with the default response and its headers', () => {
  expect(respond()).toMatchObject({
    status: 204,
    'Access-Control-Allow-Origin': 'https://a.example',
    'Access-Control-Max-Age': '60',
  });
});

test('of several allowed origins the one of the request is named, and no other', () => {
  expect(respond({ Origin: 'https://b.example' })).toMatchObject({
    'Access-Control-Allow-Origin': 'https://b.example',
  });
  expect(respond({ Origin: 'https://evil.example' })).toMatchObject({
    'Access-Control-Allow-Origin': 'https://a.example',
  });
});
