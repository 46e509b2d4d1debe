import { parseTargetUrl, TargetUrlError } from '@switchyard/core/endpoints/target-url';
import { UsageError } from './errors.ts';
import type { OpenDeployment } from './open-deployment.ts';

/** The machine itself is reached only when the local stack sends. */
export const loopbackOf = ({ kind }: Pick<OpenDeployment, 'kind'>) => ({ allowLoopback: kind === 'local' });

/** The URL that events are sent to. @throws UsageError */
export const parseTarget = (text: string, deployment: Pick<OpenDeployment, 'kind'>): URL =>
  explained('--target-url', () => parseTargetUrl(text, loopbackOf(deployment)));

/** @throws UsageError instead of a TargetUrlError */
export function explained<Checked>(option: string, check: () => Checked): Checked {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof TargetUrlError)) throw error;
    throw new UsageError(`${option}: ${error.message}`, `target_url_${error.code}`, error);
  }
}
