import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

type ApiMethod = { readonly method: string; readonly path: string };

/**
 * A resource policy that takes these methods from these address ranges only, and all others from anywhere.
 *
 * @returns undefined without ranges: then the API needs no policy
 */
export function sourceRangesPolicy(
  ranges: readonly string[],
  methods: readonly ApiMethod[],
): PolicyDocument | undefined {
  if (ranges.length === 0) return undefined;
  const statement = (effect: Effect, resources: readonly string[], conditions = {}) =>
    new PolicyStatement({
      effect,
      principals: [new AnyPrincipal()],
      actions: ['execute-api:Invoke'],
      resources: [...resources],
      conditions,
    });
  return new PolicyDocument({
    statements: [
      statement(Effect.ALLOW, ['execute-api:/*']),
      statement(
        Effect.DENY,
        methods.map(({ method, path }) => `execute-api:/*/${method}${path}`),
        { NotIpAddress: { 'aws:SourceIp': [...ranges] } },
      ),
    ],
  });
}
