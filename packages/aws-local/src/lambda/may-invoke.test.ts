import { expect, it } from '@jest/globals';
import type { Stack } from '../template/load-stack.ts';
import { createMayInvoke } from './may-invoke.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:api';
const SOURCE = 'arn:aws:execute-api:eu-west-1:000000000000:abc/prod/GET/v1';

function mayInvoke(functionArn: string, properties: Record<string, unknown>) {
  const permission = {
    logicalId: 'Permission',
    type: 'AWS::Lambda::Permission',
    identity: { name: 'p', ref: 'p', attributes: {} },
    properties: () => ({ Principal: 'apigateway.amazonaws.com', ...properties }),
  };
  const stack: Pick<Stack, 'ofType'> = { ofType: () => [permission] };
  return createMayInvoke(stack, 'apigateway.amazonaws.com')(functionArn, SOURCE);
}

it.each([
  ['its ARN', FUNCTION, FUNCTION, true],
  ['its name', FUNCTION, 'api', true],
  ['its partial ARN', FUNCTION, '000000000000:function:api', true],
  ['an alias by its ARN', `${FUNCTION}:live`, `${FUNCTION}:live`, true],
  ['an alias by its name', `${FUNCTION}:live`, 'api:live', true],
  ['the function, asked for its alias', `${FUNCTION}:live`, FUNCTION, false],
  ['the alias, asked for the function', FUNCTION, `${FUNCTION}:live`, false],
  ['a function of another name', FUNCTION, 'lambda', false],
])('a permission for %s', (_title, functionArn, FunctionName, expected) => {
  expect(mayInvoke(functionArn, { FunctionName })).toBe(expected);
});

it('a permission for other sources or principals is none', () => {
  expect(mayInvoke(FUNCTION, { FunctionName: 'api', SourceArn: SOURCE.replace('v1', '*') })).toBe(true);
  expect(mayInvoke(FUNCTION, { FunctionName: 'api', SourceArn: SOURCE.replace('GET', 'POST') })).toBe(false);
  expect(mayInvoke(FUNCTION, { FunctionName: 'api', Principal: 'sns.amazonaws.com' })).toBe(false);
});
