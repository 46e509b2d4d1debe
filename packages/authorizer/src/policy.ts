import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/**
 * A policy for every method of the API stage that was called. API Gateway caches it by token and applies it to all
 * methods, so a policy for the one method called would refuse the next.
 *
 * @param methodArn arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}
 */
export function stagePolicy(
  effect: 'Allow' | 'Deny',
  methodArn: string,
  principalId: string,
  context: Record<string, string>,
): APIGatewayAuthorizerResult {
  const [api, stage] = methodArn.split('/', 2);
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: `${api}/${stage}/*` }],
    },
    context,
  };
}
