import { describe, expect, it } from '@jest/globals';
import { findCycle } from './find-cycle.ts';

const resource = (Properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  Type: 'A::B::C',
  Properties,
  ...more,
});

describe('a circle of resources', () => {
  it.each([
    ['Ref', { Ref: 'B' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['B', 'Arn'] }],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'B.Arn' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is CloudFormation's own notation
    ['Fn::Sub', { 'Fn::Sub': 'arn:${B.Arn}' }],
    ['Fn::Join', { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }],
  ])('is found through %s', (_, reference) => {
    const Resources = { A: resource({ x: reference }), B: resource({ x: [{ Ref: 'A' }] }) };

    expect(findCycle({ Resources })).toEqual(['A', 'B', 'A']);
  });

  it('is found through DependsOn', () => {
    const Resources = { A: resource({}, { DependsOn: ['B'] }), B: resource({}, { DependsOn: 'A' }) };

    expect(findCycle({ Resources })).toEqual(['A', 'B', 'A']);
  });

  it('is not where two resources need the same third', () => {
    const Resources = {
      A: resource({ x: { Ref: 'B' }, y: { Ref: 'C' } }),
      B: resource({ x: { Ref: 'C' } }),
      C: resource({ x: { Ref: 'AWS::Region' } }),
    };

    expect(findCycle({ Resources })).toBeUndefined();
  });
});
