import { matchPattern } from './match-pattern.ts';
import type { GrantedPermission, PermissionReport } from './permission-ledger.ts';

/** Why a permission may be granted that no call was seen to use. Function and resource may have `*` in them. */
export type PermissionException = {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
};

export type PermissionVerdict = {
  readonly granted: readonly GrantedPermission[];
  /** Granted, of a service whose calls are seen here, matched by no call and by no exception. */
  readonly unused: readonly GrantedPermission[];
  readonly excepted: readonly (GrantedPermission & { readonly reason: string })[];
  /** Exceptions for what is used after all, or is not granted any more. */
  readonly stale: readonly PermissionException[];
  /** Granted for services whose calls do not pass through here: logs, traces, keys. */
  readonly unobservable: readonly GrantedPermission[];
};

const OBSERVED = /^(dynamodb|sqs|secretsmanager|sns|lambda):/i;

/** What was granted held against what was called: each permission is used, excepted, unused, or out of sight. */
export function auditPermissions(
  { granted, calls }: Pick<PermissionReport, 'granted' | 'calls'>,
  exceptions: readonly PermissionException[],
): PermissionVerdict {
  const isUsed = (grant: GrantedPermission): boolean =>
    calls.some(
      (call) =>
        call.functionName === grant.functionName &&
        matchPattern(grant.action, call.action, true) &&
        matchPattern(grant.resource, call.resource),
    );
  const idle = granted.filter((grant) => OBSERVED.test(grant.action) && !isUsed(grant));
  const exceptionOf = (grant: GrantedPermission) => exceptions.find((each) => isAbout(each, grant));
  return {
    granted,
    unused: idle.filter((grant) => exceptionOf(grant) === undefined),
    excepted: idle.flatMap((grant) => {
      const exception = exceptionOf(grant);
      return exception === undefined ? [] : [{ ...grant, reason: exception.reason }];
    }),
    stale: exceptions.filter((exception) => !idle.some((grant) => exceptionOf(grant) === exception)),
    unobservable: granted.filter((grant) => !OBSERVED.test(grant.action)),
  };
}

const isAbout = (exception: PermissionException, grant: GrantedPermission): boolean =>
  exception.action === grant.action &&
  matchPattern(exception.functionName, grant.functionName) &&
  matchPattern(exception.resource, grant.resource);
