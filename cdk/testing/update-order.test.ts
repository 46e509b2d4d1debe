import { expect, it } from '@jest/globals';
import { updatedBefore } from './update-order.ts';

it('a resource is updated after all that it refers to, at any distance', () => {
  const Resources = {
    Key: { Type: 'A', Properties: { Policy: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Role: { Type: 'A', Properties: {} },
    Queue: { Type: 'A', Properties: { Key: { Ref: 'Key' } } },
    Other: { Type: 'A', Properties: {}, DependsOn: 'Queue' },
  };

  expect(updatedBefore({ Resources }, 'Queue')).toEqual(new Set(['Key', 'Role']));
  expect(updatedBefore({ Resources }, 'Key')).toEqual(new Set(['Role']));
  expect(updatedBefore({ Resources }, 'Other')).toEqual(new Set(['Queue', 'Key', 'Role']));
});
