import { expect } from '@jest/globals';

/** An answer of this status that is a problem document, with this code. */
export const problem = (status: number, code: unknown = expect.any(String)) =>
  expect.objectContaining({
    status,
    headers: expect.objectContaining({ 'content-type': 'application/problem+json' }),
    json: expect.objectContaining({ status, code }),
  });
