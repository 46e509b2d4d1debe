import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { HOOKS, RECEIVER, refSchema } from '../../testing/api-methods.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {} });
const dev = templateOf('dev');

describe('what API Gateway answers by itself', () => {
  const responseSchema = z.object({
    RestApiId: refSchema,
    ResponseType: z.string(),
    StatusCode: z.string().optional(),
    ResponseParameters: z.record(z.string(), z.string()),
    ResponseTemplates: z.object({ 'application/json': z.string() }),
  });
  const responses = Object.values(propertiesOf(dev, 'AWS::ApiGateway::GatewayResponse')).map((properties) =>
    responseSchema.parse(properties),
  );
  const RETRY_AFTER = 'gatewayresponse.header.Retry-After';

  it.each([HOOKS, RECEIVER])('is given these statuses and codes: %s', (api) => {
    const table = responses
      .filter(({ RestApiId }) => nameOf(RestApiId.Ref) === api)
      .map(({ ResponseType, StatusCode, ResponseTemplates }) => {
        const { code } = z
          .object({ code: z.string() })
          .parse(JSON.parse(ResponseTemplates['application/json']));
        return [ResponseType, StatusCode, code];
      });

    expect(table).toEqual([
      ['UNAUTHORIZED', '401', 'not_authenticated'],
      ['ACCESS_DENIED', '403', 'access_denied'],
      ['WAF_FILTERED', '403', 'request_filtered'],
      ['MISSING_AUTHENTICATION_TOKEN', '404', 'route_not_found'],
      ['REQUEST_TOO_LARGE', '413', 'payload_too_large'],
      ['THROTTLED', '503', 'throttled'],
      ['QUOTA_EXCEEDED', '429', 'quota_exceeded'],
      ['INVALID_API_KEY', '503', 'unavailable'],
      ['AUTHORIZER_FAILURE', '503', 'unavailable'],
      ['AUTHORIZER_CONFIGURATION_ERROR', '503', 'unavailable'],
      ['INTEGRATION_FAILURE', '503', 'unavailable'],
      ['INTEGRATION_TIMEOUT', '504', 'timed_out'],
      ['DEFAULT_4XX', undefined, 'bad_request'],
      ['DEFAULT_5XX', '503', 'unavailable'],
    ]);
  });

  it.each(
    responses.map((response): [string, typeof response] => [
      `${nameOf(response.RestApiId.Ref)} ${response.ResponseType}`,
      response,
    ]),
  )(
    'is a problem document with the request id: %s',
    (_, { ResponseParameters, ResponseTemplates, StatusCode }) => {
      expect(ResponseParameters).toHaveProperty(
        ['gatewayresponse.header.Content-Type'],
        "'application/problem+json'",
      );
      expect(JSON.parse(ResponseTemplates['application/json'])).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        code: expect.stringMatching(/^[a-z_]+$/),
        detail: expect.any(String),
        request_id: '$context.requestId',
        ...(StatusCode === undefined ? {} : { status: Number(StatusCode) }),
      });
    },
  );

  it('says with each 5XX when to try again, and with what key', () => {
    const repeatable = responses.filter(({ StatusCode }) => StatusCode?.startsWith('5'));

    expect(repeatable).toHaveLength(14);
    for (const { ResponseParameters, ResponseTemplates } of repeatable) {
      expect(ResponseParameters).toHaveProperty([RETRY_AFTER], "'1'");
      expect(ResponseTemplates['application/json']).toContain('with the same Idempotency-Key');
    }
  });

  // API Gateway gives back ? for any other character.
  it('is plain ASCII', () => {
    for (const { ResponseTemplates } of responses)
      expect(ResponseTemplates['application/json']).toMatch(/^[ -~]*$/);
  });

  // A 4xx on a callback destroys a mail, and no callback has a quota.
  it('is 429 only where the quota of a plan is used up', () => {
    const refused = responses.filter(({ StatusCode }) => StatusCode === '429');

    expect(new Set(refused.map(({ ResponseType }) => ResponseType))).toEqual(new Set(['QUOTA_EXCEEDED']));
    for (const { ResponseParameters } of refused)
      expect(ResponseParameters).toHaveProperty([RETRY_AFTER], "'3600'");
  });

  it('says with a 401 how to authenticate', () => {
    const refused = responses.filter(({ StatusCode }) => StatusCode === '401');

    for (const { ResponseParameters } of refused)
      expect(ResponseParameters).toHaveProperty(['gatewayresponse.header.WWW-Authenticate'], "'Bearer'");
  });
});
