// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of AWS write their variables so
import { describe, expect, it } from '@jest/globals';
import { templateSchema } from './assembly-schema.ts';
import { loadStack } from './load-stack.ts';

const load = (template: Record<string, unknown>) =>
  loadStack(templateSchema.parse({ Resources: {}, ...template }), {
    stackName: 'demo',
    region: 'eu-west-1',
    awsUrl: 'http://127.0.0.1:9',
  });
const resolve = (value: unknown, template: Record<string, unknown> = {}): unknown =>
  load(template).resolver.value(value);

const Resources = {
  Jobs: { Type: 'AWS::SQS::Queue' },
  Named: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-jobs' } } },
  Role: { Type: 'AWS::IAM::Role' },
  Alarm: { Type: 'AWS::CloudWatch::Alarm' },
};

describe('intrinsics', () => {
  it.each([
    ['Ref to a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['Ref to a parameter takes its default', { Ref: 'Size' }, 3],
    ['Ref to a queue is its URL', { Ref: 'Jobs' }, 'http://127.0.0.1:9/000000000000/demo-Jobs'],
    [
      'Fn::GetAtt as a list',
      { 'Fn::GetAtt': ['Jobs', 'Arn'] },
      'arn:aws:sqs:eu-west-1:000000000000:demo-Jobs',
    ],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Named.QueueName' }, 'demo-jobs'],
    ['Fn::GetAtt of what does not run', { 'Fn::GetAtt': ['Alarm', 'Anything'] }, 'demo-Alarm.Anything'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Size' }, 'b']] }, 'a-3-b'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${AWS::Partition}/${Role.Arn}/${!Literal}' },
      'aws/arn:aws:iam::000000000000:role/demo-Role/${Literal}',
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': ['${x}-${AWS::AccountId}', { x: { Ref: 'Size' } }] },
      '3-000000000000',
    ],
    [
      'Fn::Select of Fn::Split',
      { 'Fn::Select': [3, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Jobs', 'Arn'] }] }] },
      'eu-west-1',
    ],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'large'] }, 9],
    ['Fn::If', { 'Fn::If': ['IsEurope', 'here', 'there'] }, 'here'],
    [
      'Fn::If of a negated condition',
      { 'Fn::If': ['IsElsewhere', 'there', { Ref: 'AWS::StackName' }] },
      'demo',
    ],
    ['Fn::And and Fn::Or', { 'Fn::If': ['Both', 1, 2] }, 1],
    ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', ['a', { 'Fn::If': ['IsEurope', { Ref: 'AWS::NoValue' }, 'b'] }], ['a']],
    [
      'an IAM condition is no intrinsic',
      { Condition: { Bool: { x: 'true' } } },
      { Condition: { Bool: { x: 'true' } } },
    ],
  ])('%s', (_title, value, expected) => {
    const template = {
      Resources,
      Parameters: { Size: { Type: 'Number', Default: 3 } },
      Mappings: { Sizes: { 'eu-west-1': { large: 9 } } },
      Conditions: {
        IsEurope: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
        IsElsewhere: { 'Fn::Not': [{ Condition: 'IsEurope' }] },
        Both: {
          'Fn::And': [
            { Condition: 'IsEurope' },
            { 'Fn::Or': [{ Condition: 'IsElsewhere' }, { Condition: 'IsEurope' }] },
          ],
        },
      },
    };
    expect(resolve(value, template)).toEqual(expected);
  });

  it.each([
    ['a reference to nothing', { Ref: 'Nobody' }, /Ref to Nobody/],
    [
      'an attribute that a resource that runs does not have',
      { 'Fn::GetAtt': ['Jobs', 'Shape'] },
      /Jobs\.Shape/,
    ],
    ['another stack', { 'Fn::ImportValue': 'Other:Export' }, /needs another stack/],
    ['an intrinsic that is not known', { 'Fn::Cidr': ['10.0.0.0/8', 1] }, /Fn::Cidr is not supported/],
    ['an index beyond the list', { 'Fn::Select': [4, ['a']] }, /out of range/],
    ['a condition that does not exist', { 'Fn::If': ['Never', 1, 2] }, /no condition named Never/],
  ])('%s is refused with its name', (_title, value, message) => {
    expect(() => resolve(value, { Resources })).toThrow(message);
  });
});

it('a resource whose condition is false does not exist', () => {
  const stack = load({
    Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { ...Resources, Extra: { Type: 'AWS::SQS::Queue', Condition: 'No' } },
  });
  expect(stack.ofType('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['Jobs', 'Named']);
});

it('a generated name that is too long keeps within the service limit and stays the same', () => {
  const logicalId = 'Q'.repeat(100);
  const [first, second] = [1, 2].map(
    () => load({ Resources: { [logicalId]: { Type: 'AWS::SQS::Queue' } } }).resources[0],
  );
  expect(first?.identity.name).toHaveLength(80);
  expect(first?.identity.name).toBe(second?.identity.name);
});
