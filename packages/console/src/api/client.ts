import createClient, { type Middleware } from 'openapi-fetch';
import { toApiProblem } from './api-problem.ts';
import { apiAddress } from './portal-address.ts';
import type { components, paths } from './schema.ts';

export type Schemas = components['schemas'];

/** Held in this variable and nowhere else: gone when the page is closed or loaded again. */
let key: string | undefined;
let onRefused: (() => void) | undefined;

/** Before the first request. */
export function setKey(value: string): void {
  key = value;
}

/** @param listener called when a request was refused: the key may have ended */
export function whenRefused(listener: () => void): void {
  onRefused = listener;
}

const authenticate: Middleware = {
  onRequest({ request }) {
    if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
    return request;
  },
  onResponse({ response }) {
    // The link may have ended: the session is asked why.
    if (response.status === 401 || response.status === 403) onRefused?.();
  },
};

export const api = createClient<paths>({ baseUrl: apiAddress });
api.use(authenticate);

type Answer<Data> = { readonly data?: Data; readonly error?: unknown; readonly response: Response };

/**
 * What the API answered.
 *
 * @throws ApiProblem where that is an error, TypeError where there was no answer
 */
export async function answerOf<Data>(asking: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asking;
  if (!response.ok) throw toApiProblem(response.status, error);
  return data as Data;
}
