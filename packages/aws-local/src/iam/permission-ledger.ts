import type { Statement } from './statement.ts';

export type PermissionUse = {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
  readonly count: number;
};

export type GrantedPermission = {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
};

/** What the functions of a stack may do and what they asked for, so far; what follows is in `auditPermissions`. */
export type PermissionReport = {
  readonly granted: readonly GrantedPermission[];
  /** Calls that were allowed. */
  readonly calls: readonly PermissionUse[];
  readonly denied: readonly PermissionUse[];
  readonly unknownConditions: readonly string[];
};

export type Caller = {
  readonly functionName: string;
  readonly roleName: string;
  readonly statements: readonly Statement[];
};

export type PermissionLedger = {
  readonly record: (functionName: string, action: string, resource: string, allowed: boolean) => void;
  readonly recordUnknownCondition: (functionName: string, condition: string) => void;
  readonly report: () => PermissionReport;
};

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
    report: () => ({
      granted: callers.flatMap(grants),
      calls: list(true),
      denied: list(false),
      unknownConditions: [...unknownConditions],
    }),
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
