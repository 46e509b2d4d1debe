import type { Clock } from '@switchyard/core/clock';
import type { DeploymentContext } from '../session.ts';

/** A page asks several commands at once, and each would read the stack's outputs again. */
const HELD_MS = 30_000;

/**
 * Opens the deployment at most twice a minute. The local stack is opened each time: when it was started again, it is
 * somewhere else, and looking costs nothing.
 */
export function holdDeployment(
  open: () => Promise<DeploymentContext>,
  clock: Clock,
): () => Promise<DeploymentContext> {
  let held: { readonly opened: Promise<DeploymentContext>; readonly until: number } | undefined;
  return async () => {
    const now = clock();
    if (held === undefined || held.until <= now) held = { opened: open(), until: now + HELD_MS };
    const mine = held;
    try {
      const deployment = await mine.opened;
      if (deployment.kind === 'local' && held === mine) held = undefined;
      return deployment;
    } catch (error) {
      if (held === mine) held = undefined;
      throw error;
    }
  };
}
