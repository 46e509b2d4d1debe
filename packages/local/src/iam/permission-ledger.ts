import { matchPattern } from './match-pattern.ts';
import type { Statement } from './statement.ts';

export interface PermissionUse {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
  readonly count: number;
}

export interface GrantedPermission {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
}

export interface PermissionReport {
  /** Calls that were allowed. */
  readonly calls: readonly PermissionUse[];
  readonly denied: readonly PermissionUse[];
  /** Granted, of a service whose calls are seen here, and matched by no call so far. */
  readonly unusedPermissions: readonly GrantedPermission[];
  /** Granted for services whose calls do not pass through here (logs, traces, metrics). */
  readonly unobservable: readonly GrantedPermission[];
  readonly unknownConditions: readonly string[];
}

export interface Caller {
  readonly functionName: string;
  readonly roleName: string;
  readonly statements: readonly Statement[];
}

export interface PermissionLedger {
  readonly record: (functionName: string, action: string, resource: string, allowed: boolean) => void;
  readonly recordUnknownCondition: (functionName: string, condition: string) => void;
  readonly report: () => PermissionReport;
}

const OBSERVED = /^(dynamodb|sqs|secretsmanager|lambda):/i;
/** The item operations take a table only; a grant on its indexes, which CDK adds, can not be used. */
const ON_INDEX = /^dynamodb:(Query|Scan|PartiQLSelect|\*)$/i;

export function createPermissionLedger(callers: readonly Caller[]): PermissionLedger {
  const uses = new Map<string, { use: Omit<PermissionUse, 'count'>; allowed: boolean; count: number }>();
  const unknownConditions = new Set<string>();

  const list = (allowed: boolean): PermissionUse[] =>
    [...uses.values()]
      .filter((entry) => entry.allowed === allowed)
      .map(({ use, count }) => ({ ...use, count }));

  return {
    record: (functionName, action, resource, allowed) => {
      const key = [functionName, action, resource, allowed].join(' ');
      const entry = uses.get(key) ?? { use: { functionName, action, resource }, allowed, count: 0 };
      entry.count++;
      uses.set(key, entry);
    },
    recordUnknownCondition: (functionName, condition) => {
      unknownConditions.add(`${functionName}: ${condition}`);
    },
    report: () => {
      const calls = list(true);
      const granted = callers.flatMap(grants);
      const isUsed = (grant: GrantedPermission): boolean =>
        calls.some(
          (call) =>
            call.functionName === grant.functionName &&
            matchPattern(grant.action, call.action, true) &&
            matchPattern(grant.resource, call.resource),
        );
      return {
        calls,
        denied: list(false),
        unusedPermissions: granted.filter((grant) => OBSERVED.test(grant.action) && !isUsed(grant)),
        unobservable: granted.filter((grant) => !OBSERVED.test(grant.action)),
        unknownConditions: [...unknownConditions],
      };
    },
  };
}

const grants = ({ functionName, statements }: Caller): GrantedPermission[] =>
  statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions = [], resources = [] }) =>
      actions.flatMap((action) =>
        resources
          .filter((resource) => !resource.includes('/index/') || ON_INDEX.test(action))
          .map((resource) => ({ functionName, action, resource })),
      ),
    );
