import type { GrantedPermission, PermissionReport, PermissionUse } from './permission-ledger.ts';

/** One report for several stacks of the same assembly, whose functions and resources have the same names. */
export function mergePermissionReports(reports: readonly PermissionReport[]): PermissionReport {
  return {
    granted: distinct(reports.flatMap(({ granted }) => granted)),
    calls: addUp(reports.flatMap(({ calls }) => calls)),
    denied: addUp(reports.flatMap(({ denied }) => denied)),
    unknownConditions: [...new Set(reports.flatMap(({ unknownConditions }) => unknownConditions))],
  };
}

const keyOf = ({ functionName, action, resource }: GrantedPermission): string =>
  [functionName, action, resource].join(' ');

const distinct = (granted: readonly GrantedPermission[]): GrantedPermission[] => [
  ...new Map(granted.map((each) => [keyOf(each), each])).values(),
];

function addUp(uses: readonly PermissionUse[]): PermissionUse[] {
  const sums = new Map<string, PermissionUse>();
  for (const use of uses) {
    const before = sums.get(keyOf(use))?.count ?? 0;
    sums.set(keyOf(use), { ...use, count: before + use.count });
  }
  return [...sums.values()];
}
