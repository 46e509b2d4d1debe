import { describe, expect, it } from '@jest/globals';
import { parsePolicyDocument } from '../iam/statement.ts';
import { ownResources, resourcePolicyRefusal, unsupportedPolicyParts } from './resource-policy.ts';

const ARN = 'arn:aws:execute-api:eu-west-1:000000000000:abc';
const everybody = {
  Effect: 'Allow',
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
};
const onlyPartners = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/prod/POST/orders',
  Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } },
};

function refusal(statements: unknown[], path: string, sourceIp: string, hasAuthorizer = false) {
  const request = {
    action: 'execute-api:Invoke' as const,
    resource: `${ARN}/prod/${path}`,
    context: { 'aws:sourceip': sourceIp },
  };
  const own = ownResources(parsePolicyDocument({ Statement: statements }), ARN);
  return resourcePolicyRefusal(own, request, hasAuthorizer);
}

describe('paths for some addresses only', () => {
  it.each([
    ['POST/orders', '192.0.2.77', undefined],
    ['POST/orders', '2001:db8::1', undefined],
    ['POST/orders', '198.51.100.1', expect.stringContaining('with an explicit deny')],
    ['GET/v1/events', '198.51.100.1', undefined],
  ])('%s from %s', (path, sourceIp, expected) => {
    expect(refusal([everybody, onlyPartners], path, sourceIp)).toEqual(expected);
  });
});

it('what no statement allows is refused, unless an authorizer has yet to speak', () => {
  expect(refusal([onlyPartners], 'GET/v1/events', '192.0.2.1')).toBe(
    `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${ARN}/prod/GET/v1/events because no resource-based policy allows the execute-api:Invoke action`,
  );
  expect(refusal([onlyPartners], 'GET/v1/events', '192.0.2.1', true)).toBeUndefined();
});

it('what can not be judged here is named', () => {
  expect(unsupportedPolicyParts({ Statement: [everybody, onlyPartners] })).toEqual([]);
  const parts = unsupportedPolicyParts({
    Statement: [
      { ...everybody, Principal: { AWS: 'arn:aws:iam::111111111111:root' } },
      { ...onlyPartners, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } },
      { ...onlyPartners, Condition: { DateLessThan: { 'aws:SourceIp': 'x' } } },
    ],
  });
  expect(parts).toEqual([
    'a principal other than *',
    'the condition StringEquals aws:SourceVpce',
    'the condition DateLessThan aws:SourceIp',
  ]);
});
