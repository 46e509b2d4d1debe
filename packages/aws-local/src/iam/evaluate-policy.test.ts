import { describe, expect, it } from '@jest/globals';
import { evaluatePolicy } from './evaluate-policy.ts';
import { parsePolicyDocument } from './statement.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Events';
const decide = (statements: unknown, action = 'dynamodb:GetItem', resource = TABLE) =>
  evaluatePolicy(parsePolicyDocument({ Statement: statements }), {
    action,
    resource,
    context: { 'aws:securetransport': 'true', 'aws:requestedregion': 'eu-west-1' },
  });
const allow = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE };

describe('what is allowed', () => {
  it.each([
    ['the very action on the very resource', allow],
    ['one of a list', { ...allow, Action: ['dynamodb:PutItem', 'dynamodb:GetItem'] }],
    ['an action in other letters', { ...allow, Action: 'DynamoDB:getitem' }],
    ['an action by wildcard', { ...allow, Action: 'dynamodb:Get*' }],
    ['a resource by wildcard', { ...allow, Resource: 'arn:aws:dynamodb:*:*:table/Ev?nts' }],
    ['everything but another action', { Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }],
    ['everything but another resource', { Effect: 'Allow', Action: '*', NotResource: `${TABLE}2` }],
    [
      'a condition that holds',
      { ...allow, Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } } },
    ],
    ['a pattern that holds', { ...allow, Condition: { StringLike: { 'aws:RequestedRegion': 'eu-*' } } }],
  ])('%s', (_title, statement) => {
    expect(decide(statement).outcome).toBe('allowed');
  });
});

describe('what is not allowed', () => {
  it.each([
    ['without a statement', []],
    ['another action', { ...allow, Action: 'dynamodb:PutItem' }],
    ['a longer name than the one granted', { ...allow, Resource: TABLE.slice(0, -1) }],
    ['a table by a grant on its indexes', { ...allow, Resource: `${TABLE}/index/*` }],
    ['an action that is taken out', { Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }],
    [
      'a condition that does not hold',
      { ...allow, Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } },
    ],
    [
      'one of two conditions not holding',
      {
        ...allow,
        Condition: {
          Bool: { 'aws:SecureTransport': 'true' },
          StringNotLike: { 'aws:RequestedRegion': 'eu-*' },
        },
      },
    ],
  ])('%s', (_title, statement) => {
    expect(decide(statement).outcome).toBe('implicitDeny');
  });

  it('an explicit deny wins over any allow', () => {
    expect(
      decide([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { ...allow, Effect: 'Deny' },
      ]).outcome,
    ).toBe('explicitDeny');
  });
});

it('a condition that can not be judged does not match, and is named', () => {
  const statement = { ...allow, Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'x' } } };
  expect(decide(statement)).toEqual({
    outcome: 'implicitDeny',
    unknownConditions: ['ForAllValues:StringEquals dynamodb:LeadingKeys'],
  });
});

it('a deny of plain HTTP does not meet a call here, which counts as made over TLS', () => {
  const deny = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  expect(decide([allow, deny]).outcome).toBe('allowed');
});

describe('networks', () => {
  const from = (address: string, networks: string | string[], operator = 'IpAddress') =>
    evaluatePolicy(
      parsePolicyDocument({
        Statement: { ...allow, Condition: { [operator]: { 'aws:SourceIp': networks } } },
      }),
      { action: 'dynamodb:GetItem', resource: TABLE, context: { 'aws:sourceip': address } },
    ).outcome === 'allowed';

  it.each([
    ['192.0.2.1', '192.0.2.0/24', true],
    ['192.0.3.1', '192.0.2.0/24', false],
    ['192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '192.0.2.0/24', true],
    ['2001:db8::5', '2001:db8::/32', true],
    ['2001:db8::5', '192.0.2.0/24', false],
    ['192.0.2.1', 'nonsense', false],
    ['nonsense', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, network, expected) => {
    expect(from(address, network)).toBe(expected);
    expect(from(address, network, 'NotIpAddress')).toBe(!expected);
  });

  it('one of a list is enough', () => {
    expect(from('198.51.100.9', ['192.0.2.0/24', '198.51.100.0/24'])).toBe(true);
  });
});
