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
function requireLeastPrivilege({ denied, unknownConditions, unusedPermissions }: PermissionReport): void {
  // Not a failure: a run of a few tests uses a few permissions.
  for (const [functionName, unused] of Map.groupBy(unusedPermissions, (grant) => grant.functionName)) {
    const list = unused.map(
      ({ action, resource }) => `${action} on ${resource.replace(/^.*:(?=[^:]+$)/, '')}`,
    );
    console.log(`Not used by any flow test of this run: ${functionName}\n  ${list.join('\n  ')}`);
  }
  const problems = [
    ...denied.map(({ functionName, action, resource }) => `${functionName} may not ${action} on ${resource}`),
    ...unknownConditions.map((condition) => `Condition that the local stack does not know: ${condition}`),
  ];
  if (problems.length > 0) throw new Error(`Permissions in the flow tests:\n${problems.join('\n')}`);
}
