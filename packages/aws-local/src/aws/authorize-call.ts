import { evaluatePolicy } from '../iam/evaluate-policy.ts';
import type { Caller, PermissionLedger } from '../iam/permission-ledger.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import type { NeededPermission } from './identify-call.ts';

/** @returns why the call is refused, in AWS' words; undefined when it is allowed */
export type AuthorizeCall = (
  accessKeyId: string | undefined,
  permissions: readonly NeededPermission[],
) => string | undefined;

/**
 * Checks calls against the policies of the function that makes them. The operator (tests, CLIs) may do anything.
 *
 * Queue policies are not evaluated. The one that CDK writes refuses plain HTTP, which on AWS protects the network
 * path; here there is none, so calls count as made over TLS.
 */
export function createAuthorizeCall(
  callers: ReadonlyMap<string, Caller>,
  ledger: PermissionLedger,
  region: string,
): AuthorizeCall {
  return (accessKeyId, permissions) => {
    const caller = accessKeyId === undefined ? undefined : callers.get(accessKeyId);
    if (!caller) return undefined;
    const context = {
      'aws:securetransport': 'true',
      'aws:requestedregion': region,
      'aws:principalaccount': ACCOUNT_ID,
      'aws:resourceaccount': ACCOUNT_ID,
      'aws:sourceaccount': ACCOUNT_ID,
      'aws:principalarn': `arn:aws:iam::${ACCOUNT_ID}:role/${caller.roleName}`,
    };
    let refusal: string | undefined;
    for (const { action, resource, leadingKeys, attributes, inRefusal } of permissions) {
      const decision = evaluatePolicy(caller.statements, {
        action,
        resource,
        context: {
          ...context,
          ...(leadingKeys === undefined ? {} : { 'dynamodb:leadingkeys': leadingKeys }),
          ...(attributes === undefined ? {} : { 'dynamodb:attributes': attributes }),
        },
      });
      for (const condition of decision.unknownConditions) {
        ledger.recordUnknownCondition(caller.functionName, condition);
      }
      ledger.record(caller.functionName, action, resource, decision.outcome === 'allowed');
      if (decision.outcome === 'allowed') continue;
      const said = { action, resource, ...inRefusal };
      const reason =
        decision.outcome === 'explicitDeny'
          ? 'with an explicit deny in an identity-based policy'
          : `because no identity-based policy allows the ${said.action} action`;
      refusal ??= `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/${caller.roleName}/${caller.functionName} is not authorized to perform: ${said.action} on resource: ${said.resource} ${reason}`;
    }
    return refusal;
  };
}
