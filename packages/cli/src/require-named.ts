import { DeploymentError } from '@switchyard/core/deployment';

/** @throws DeploymentError when the deployment is from before this */
export function requireNamed(name: string | undefined, what: string): string {
  if (name !== undefined) return name;
  throw new DeploymentError(
    `The deployment names no ${what}: it is older than this command. Deploy it again.`,
  );
}
