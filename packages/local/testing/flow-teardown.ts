import type { PermissionReport } from '../src/index.ts';

/** Jest's `globalTeardown`: ends the flow tests' stack, after a look at what its functions asked of AWS. */
export default async function tearDown(): Promise<void> {
  const run = globalThis.switchyardFlowRun;
  const stack = await run?.started();
  try {
    if (stack?.kind !== 'ready') return;
    const response = await fetch(`${stack.controlUrl}/permissions`, { headers: { connection: 'close' } });
    requireLeastPrivilege((await response.json()) as PermissionReport);
  } finally {
    await run?.stop();
  }
}

/** @throws when a function was refused what it asked for, or has a condition that is not understood here */
function requireLeastPrivilege(report: PermissionReport): void {
  // Not a failure: a run of a few tests uses a few permissions.
  console.log(describeUnused(report));
  const problems = [
    ...report.denied.map(
      ({ functionName, action, resource }) => `${functionName} may not ${action} on ${resource}`,
    ),
    ...report.unknownConditions.map(
      (condition) => `Condition that the local stack does not know: ${condition}`,
    ),
  ];
  if (problems.length > 0) throw new Error(`Permissions in the flow tests:\n${problems.join('\n')}`);
}

/** What the functions that ran were allowed and did not do. */
function describeUnused({ calls, unusedPermissions }: PermissionReport): string {
  const ran = new Set(calls.map(({ functionName }) => functionName));
  const lines = unusedPermissions
    .filter(({ functionName }) => ran.has(functionName))
    .map(({ functionName, action, resource }) => {
      const name = resource.replace(/^.*:(?=[^:]+$)/, '');
      return `  ${functionName}: ${action} on ${name}`;
    });
  if (lines.length === 0) return 'Permissions: the functions that ran used all that they have.';
  return `Permissions that the functions that ran have and did not use:\n${lines.join('\n')}`;
}
