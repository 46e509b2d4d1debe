import { expect, it } from '@jest/globals';
import { classifyResource } from './classify-resource.ts';

it.each([
  ['AWS::SQS::Queue', 'run'],
  ['AWS::CloudWatch::AnomalyDetector', 'passive'],
  ['AWS::SNS::TopicInlinePolicy', 'passive'],
  ['AWS::Logs::QueryDefinition', 'passive'],
  ['AWS::KMS::Key', 'passive'],
  ['AWS::WAFv2::IPSet', 'passive'],
  ['AWS::WAFv2::LoggingConfiguration', 'passive'],
  // Its rules refuse requests, which a caller notices.
  ['AWS::WAFv2::WebACL', 'unsupported'],
  ['AWS::Kinesis::Stream', 'unsupported'],
])('%s: %s', (type, expected) => {
  expect(classifyResource({ type })).toBe(expected);
});
