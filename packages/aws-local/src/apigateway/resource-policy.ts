import { evaluatePolicy, isKnownOperator } from '../iam/evaluate-policy.ts';
import { parsePolicyDocument, type Statement } from '../iam/statement.ts';
import { asList, isObject } from '../json.ts';

/** Who asks for what, in the terms of an API's policies. */
export type InvokeRequest = {
  readonly action: 'execute-api:Invoke';
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
};

/** Condition keys of a request to an API that are known here. */
const KNOWN_KEYS = ['aws:sourceip'];

/** @returns what of an API's policy can not be judged here, in words */
export function unsupportedPolicyParts(document: unknown): string[] {
  const raw = isObject(document) ? asList(document.Statement) : [];
  const forSomebody = raw.filter((statement) => isObject(statement) && !isForEverybody(statement.Principal));
  const conditions = parsePolicyDocument(document).flatMap((statement) =>
    Object.entries(statement.conditions).flatMap(([operator, keys]) =>
      Object.keys(keys)
        .filter((key) => !isKnownOperator(operator) || !KNOWN_KEYS.includes(key.toLowerCase()))
        .map((key) => `the condition ${operator} ${key}`),
    ),
  );
  return [...(forSomebody.length > 0 ? ['a principal other than *'] : []), ...new Set(conditions)];
}

const isForEverybody = (principal: unknown): boolean =>
  principal === '*' || (isObject(principal) && asList(principal.AWS).includes('*'));

/** API Gateway takes `execute-api:/stage/GET/path` for this API's own ARN. */
export const ownResources = (statements: readonly Statement[], executeArn: string): Statement[] =>
  statements.map((statement) => ({
    ...statement,
    ...(statement.resources ? { resources: expand(statement.resources, executeArn) } : {}),
    ...(statement.notResources ? { notResources: expand(statement.notResources, executeArn) } : {}),
  }));

const expand = (resources: readonly string[], executeArn: string): string[] =>
  resources.map((resource) => resource.replace(/^execute-api:\//, `${executeArn}/`));

/**
 * Evaluates an API's policy before its authorizer is asked: what it denies is refused, and without an authorizer so
 * is what it does not allow. With one, the rest is decided by both policies together.
 *
 * @returns why the request is refused
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function resourcePolicyRefusal(
  statements: readonly Statement[],
  request: InvokeRequest,
  hasAuthorizer: boolean,
): string | undefined {
  const { outcome } = evaluatePolicy(statements, request);
  if (outcome === 'allowed' || (outcome === 'implicitDeny' && hasAuthorizer)) return undefined;
  const reason =
    outcome === 'explicitDeny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${request.action} action`;
  return `User: anonymous is not authorized to perform: ${request.action} on resource: ${request.resource} ${reason}`;
}
