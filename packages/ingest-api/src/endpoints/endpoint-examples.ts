import type { ExampleState } from '../api.ts';
import { EXAMPLE_FORM_HEADERS, EXAMPLE_JSON_HEADERS } from '../examples.ts';

export const EXAMPLE_ENDPOINT = '/v1/endpoints/warehouse';
export const STALE_ETAG = '"0000000000000000000000"';

type Example = {
  readonly name: string;
  readonly summary: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly state?: ExampleState;
};

/** What each route of one endpoint answers when it is not there, or the tables are not. */
export const commonExamples = (suffix = '', request: Partial<Example> = {}): Example[] => [
  {
    ...request,
    name: 'params_invalid',
    summary: 'Not an endpoint id',
    path: `/v1/endpoints/Not%20an%20id${suffix}`,
  },
  {
    ...request,
    name: 'endpoint_not_found',
    summary: 'Unknown, or not yours',
    path: `/v1/endpoints/other${suffix}`,
  },
  {
    ...request,
    name: 'unavailable',
    summary: 'The store did not answer',
    path: `${EXAMPLE_ENDPOINT}${suffix}`,
    state: 'store_down',
  },
];

/** What each route that takes a body answers to one that is none. */
export const bodyExamples = (path: string): Example[] => [
  {
    name: 'body_malformed',
    summary: 'Not JSON',
    path,
    headers: EXAMPLE_JSON_HEADERS,
    body: '{"target_url":',
  },
  {
    name: 'content_type_unsupported',
    summary: 'A form instead of JSON',
    path,
    headers: EXAMPLE_FORM_HEADERS,
    body: 'target_url=x',
  },
];

export const withJson = (body: object) => ({ headers: EXAMPLE_JSON_HEADERS, body: JSON.stringify(body) });
