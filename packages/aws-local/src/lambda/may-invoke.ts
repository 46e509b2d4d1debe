import { matchPattern } from '../iam/match-pattern.ts';
import type { Stack } from '../template/load-stack.ts';

/** Name and qualifier, of a name, a partial ARN or an ARN. */
const functionOf = (nameOrArn: string): string => /(?:^|:)function:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;

/**
 * Whether the template lets a service invoke a function for a source: `AWS::Lambda::Permission`. One for a function
 * is none for its aliases and versions, nor the other way round.
 */
export function createMayInvoke(
  stack: Pick<Stack, 'ofType'>,
  service: 'apigateway.amazonaws.com' | 'events.amazonaws.com',
): (functionArn: string, sourceArn: string) => boolean {
  const permissions = stack.ofType('AWS::Lambda::Permission').map((permission) => permission.properties());
  return (functionArn, sourceArn) =>
    permissions.some(
      ({ FunctionName, Principal, SourceArn }) =>
        Principal === service &&
        functionOf(functionArn) === functionOf(String(FunctionName)) &&
        (SourceArn === undefined || matchPattern(String(SourceArn), sourceArn)),
    );
}
