import { describe, expect, it } from '@jest/globals';
import { problemSchema } from './problem.ts';
import { problemResponses } from './problem-responses.ts';

describe('the described errors of a route', () => {
  it.each(Object.entries(problemResponses([400, 401, 403, 404, 409, 413, 415, 422, 503, 504])))(
    '%s is a problem document, in words',
    (_, response) => {
      expect(response).toEqual({
        description: expect.stringMatching(/\.$/),
        content: { 'application/problem+json': { schema: problemSchema } },
      });
    },
  );

  it('have words of their own where they are given', () => {
    const responses = problemResponses([413, 503], { 413: 'The body is larger than 1 MiB.' });

    expect(responses).toMatchObject({
      413: { description: 'The body is larger than 1 MiB.' },
      503: { description: expect.stringContaining('Retry-After') },
    });
  });
});
