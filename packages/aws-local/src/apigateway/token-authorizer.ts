import { evaluatePolicy } from '../iam/evaluate-policy.ts';
import { parsePolicyDocument, type Statement } from '../iam/statement.ts';
import { asString, isObject, parseObject } from '../json.ts';
import type { InvocationResult } from '../lambda/execution-environment.ts';
import type { AuthorizerModel } from './api-model.ts';
import type { GatewayErrorType } from './gateway-response.ts';
import type { InvokeRequest } from './resource-policy.ts';

export type Authorization =
  | {
      readonly kind: 'allowed';
      readonly context: Readonly<Record<string, unknown>>;
      readonly usageIdentifierKey?: string | undefined;
    }
  | { readonly kind: 'refused'; readonly type: GatewayErrorType; readonly message?: string };

type CachedResult = {
  readonly statements: readonly Statement[];
  readonly context: Readonly<Record<string, unknown>>;
  readonly usageIdentifierKey: string | undefined;
  readonly expiresAt: number;
};

export type AuthorizeRequest = (token: string | undefined, request: InvokeRequest) => Promise<Authorization>;

/**
 * A TOKEN authorizer. Its answer is cached by token, for every method of the API: a policy that names only the
 * method it was asked for refuses the next one, exactly as on AWS.
 *
 * @param apiPolicy the API's own, which allows and denies beside the authorizer's
 */
export function createTokenAuthorizer(
  authorizer: AuthorizerModel,
  invoke: (event: unknown) => Promise<InvocationResult>,
  now: () => number,
  apiPolicy: readonly Statement[] = [],
): AuthorizeRequest {
  const cache = new Map<string, CachedResult>();

  const decide = (
    { statements, context, usageIdentifierKey }: CachedResult,
    request: InvokeRequest,
  ): Authorization => {
    const { outcome } = evaluatePolicy([...apiPolicy, ...statements], request);
    if (outcome === 'allowed') return { kind: 'allowed', context, usageIdentifierKey };
    const suffix = outcome === 'explicitDeny' ? ' with an explicit deny' : '';
    return {
      kind: 'refused',
      type: 'ACCESS_DENIED',
      message: `User is not authorized to access this resource${suffix}`,
    };
  };

  return async (token, request) => {
    // Neither costs an invocation on AWS.
    if (!token || (authorizer.validation && !authorizer.validation.test(token)))
      return { kind: 'refused', type: 'UNAUTHORIZED' };
    const cached = cache.get(token);
    if (cached && cached.expiresAt > now()) return decide(cached, request);
    cache.delete(token);

    const startedAt = now();
    const result = await invoke({ type: 'TOKEN', methodArn: request.resource, authorizationToken: token });
    if (result.functionError) {
      const isUnauthorized = parseObject(result.payload)?.errorMessage === 'Unauthorized';
      return { kind: 'refused', type: isUnauthorized ? 'UNAUTHORIZED' : 'AUTHORIZER_CONFIGURATION_ERROR' };
    }
    const answer = readAnswer(result.payload);
    if (!answer) return { kind: 'refused', type: 'AUTHORIZER_CONFIGURATION_ERROR' };
    const entry: CachedResult = {
      statements: answer.statements,
      usageIdentifierKey: answer.usageIdentifierKey,
      context: { ...answer.context, integrationLatency: now() - startedAt },
      expiresAt: now() + authorizer.ttlSeconds * 1000,
    };
    if (authorizer.ttlSeconds > 0) cache.set(token, entry);
    return decide(entry, request);
  };
}

/** @returns undefined for an answer that API Gateway takes as a fault of the authorizer */
function readAnswer(
  payload: string,
):
  | { statements: Statement[]; context: Record<string, unknown>; usageIdentifierKey: string | undefined }
  | undefined {
  const answer = parseObject(payload);
  if (typeof answer?.principalId !== 'string' || !isObject(answer.policyDocument)) return undefined;
  const context = answer.context ?? {};
  if (!isObject(context)) return undefined;
  const values = Object.entries(context);
  if (values.some(([, value]) => typeof value === 'object' && value !== null)) return undefined;
  try {
    return {
      statements: parsePolicyDocument(answer.policyDocument),
      usageIdentifierKey: asString(answer.usageIdentifierKey),
      context: {
        principalId: answer.principalId,
        // REST APIs hand every value on as text.
        ...Object.fromEntries(
          values.filter(([, value]) => value !== null).map(([key, value]) => [key, String(value)]),
        ),
      },
    };
  } catch {
    return undefined;
  }
}
