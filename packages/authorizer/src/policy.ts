import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/** Every method of the stage. */
const ANYTHING = ['*'];

/**
 * A policy for the API stage that was called. API Gateway caches it by token and applies it to all methods, so a policy
 * for the one method called would refuse the next.
 *
 * @param methodArn arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}
 * @param routes such as `GET/v1/events/*`; all together they must stay below the 8 KB that a policy may have
 */
export function stagePolicy(
  effect: 'Allow' | 'Deny',
  methodArn: string,
  principalId: string,
  context: Record<string, string>,
  routes: readonly string[] = ANYTHING,
): APIGatewayAuthorizerResult {
  const [api, stage] = methodArn.split('/', 2);
  const resources = routes.map((route) => `${api}/${stage}/${route}`);
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: effect,
          Action: 'execute-api:Invoke',
          Resource: resources.length === 1 ? (resources[0] ?? '') : resources,
        },
      ],
    },
    context,
  };
}
