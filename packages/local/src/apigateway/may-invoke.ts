import { matchPattern } from '../iam/match-pattern.ts';
import type { Stack } from '../template/load-stack.ts';

/** Whether the template lets API Gateway invoke a function for a source: `AWS::Lambda::Permission`. */
export function createMayInvoke(stack: Stack): (functionArn: string, sourceArn: string) => boolean {
  const permissions = stack.ofType('AWS::Lambda::Permission').map((permission) => permission.properties());
  return (functionArn, sourceArn) =>
    permissions.some(
      ({ FunctionName, Principal, SourceArn }) =>
        Principal === 'apigateway.amazonaws.com' &&
        (functionArn === FunctionName || functionArn.split(':').includes(String(FunctionName))) &&
        (SourceArn === undefined || matchPattern(String(SourceArn), sourceArn)),
    );
}
