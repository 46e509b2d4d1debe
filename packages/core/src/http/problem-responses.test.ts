import { describe, expect, it } from '@jest/globals';
import { problemSchema } from './problem.ts';
import { problemResponses } from './problem-responses.ts';

describe('the described errors of a route', () => {
  it('are its own and those that API Gateway and the stores can give to any', () => {
    expect(Object.keys(problemResponses(400, 404))).toEqual(['400', '401', '403', '404', '429', '503']);
  });

  it('are named once each', () => {
    expect(Object.keys(problemResponses(503, 400, 400))).toEqual(['400', '401', '403', '429', '503']);
  });

  it.each(Object.entries(problemResponses(400, 404, 409, 413, 415, 422)))(
    '%s is a problem document, in words',
    (_, response) => {
      expect(response).toEqual({
        description: expect.stringMatching(/\.$/),
        content: { 'application/problem+json': { schema: problemSchema } },
      });
    },
  );
});
