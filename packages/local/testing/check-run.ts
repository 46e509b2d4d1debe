import type { GrantedPermission, PermissionUse } from '@switchyard/aws-local';
import {
  auditPermissions,
  mergePermissionReports,
  type PermissionException,
} from '@switchyard/aws-local/testing';
import { createCanarySearch } from './find-canaries.ts';
import type { FlowCoverage } from './flow-coverage.ts';
import type { RunEvidence } from './run-evidence.ts';

export type RunVerdict = {
  /** What to print. */
  readonly lines: readonly string[];
  /** Why the run fails, if it does. */
  readonly problems: readonly string[];
};

/**
 * Holds what the functions did in a whole test run against what they may do, and their logs against what must not be
 * in them. That a permission was not used says something only when all flow tests ran.
 */
export function checkRun(
  evidence: RunEvidence,
  coverage: FlowCoverage,
  exceptions: readonly PermissionException[],
): RunVerdict {
  const permissions = checkCalls(evidence, coverage, exceptions);
  const logs = checkLogs(evidence);
  return {
    lines: [...permissions.lines, ...logs.lines],
    problems: [...permissions.problems, ...logs.problems],
  };
}

function checkCalls(
  { permissions }: RunEvidence,
  { files, missing }: FlowCoverage,
  exceptions: readonly PermissionException[],
): RunVerdict {
  const report = mergePermissionReports(permissions);
  const verdict = auditPermissions(report, exceptions);
  const isFull = missing.length === 0;
  const unusedCount = isFull
    ? String(verdict.unused.length)
    : `not checked: ${missing.length} of ${files} flow test files did not run in full`;
  return {
    lines: [
      `Permissions in the flow tests, ${counted(permissions.length, 'stack')}`,
      row('calls seen', `${report.calls.length} distinct, ${total(report.calls)} in all`),
      row('calls denied', String(total(report.denied))),
      row('granted', String(verdict.granted.length)),
      row('unused', unusedCount),
      row('exceptions', isFull ? String(verdict.excepted.length) : 'not checked'),
      ...(isFull ? verdict.excepted : []).map((each) => `    ${describe(each)}: ${each.reason}`),
      row('unobservable', `${verdict.unobservable.length}${actionsOf(verdict.unobservable)}`),
    ],
    problems: [
      ...report.denied.map((each) => `Denied: ${describe(each)}`),
      ...report.unknownConditions.map((each) => `A condition that the local stack does not know: ${each}`),
      ...(isFull ? verdict.unused : []).map(
        (each) => `Granted and used by no flow test: ${describe(each)}. Remove it, use it, or except it.`,
      ),
      ...(isFull ? verdict.stale : []).map(
        (each) => `An exception for what is used, or not granted: ${describe(each)} (${each.reason})`,
      ),
    ],
  };
}

function checkLogs({ lines, canaries }: RunEvidence): RunVerdict {
  const search = createCanarySearch(canaries);
  // A search that is blind would find nothing either.
  const unseen = canaries.filter(({ text }) => search(`{"planted":"${text}"}`).length === 0);
  const found = lines.flatMap(({ shortName, text }) => search(text).map((each) => ({ shortName, ...each })));
  const functions = new Set(lines.map(({ shortName }) => shortName));
  return {
    lines: [
      `Secrets and personal data in the logs of the flow tests`,
      row('lines', `${lines.length} of ${counted(functions.size, 'function')}`),
      row('canaries', `${canaries.length} of ${counted(new Set(canaries.map(kindOf)).size, 'kind')}`),
      row('found', String(found.length)),
    ],
    problems: [
      ...unseen.map(({ what }) => `The search of the logs does not find the canary for ${what}`),
      ...found.map(
        ({ shortName, what, form, line }) => `In the log of ${shortName}: ${what}, as ${form}: ${line}`,
      ),
    ],
  };
}

const kindOf = ({ what }: RunEvidence['canaries'][number]): string => what;
const row = (name: string, value: string): string => `  ${name.padEnd(14)}${value}`;
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const total = (uses: readonly PermissionUse[]): number => uses.reduce((sum, { count }) => sum + count, 0);
const describe = ({ functionName, action, resource }: GrantedPermission): string =>
  `${functionName}: ${action} on ${resource.replace(/^.*:(?=[^:]+$)/, '')}`;

const actionsOf = (granted: readonly GrantedPermission[]): string => {
  const actions = [...new Set(granted.map(({ action }) => action))].sort();
  return actions.length === 0 ? '' : `: ${actions.join(', ')}`;
};
