import { parseTargetUrl, TargetUrlError } from '@switchyard/core/endpoints/target-url';
import { UsageError } from './errors.ts';
import type { OpenDeployment } from './open-deployment.ts';

/** The URL that events are sent to; the machine itself only when the local stack sends them. @throws UsageError */
export function parseTarget(text: string, { kind }: Pick<OpenDeployment, 'kind'>): URL {
  try {
    return parseTargetUrl(text, { allowLoopback: kind === 'local' });
  } catch (error) {
    if (!(error instanceof TargetUrlError)) throw error;
    throw new UsageError(`--target-url: ${error.message}`, `target_url_${error.code}`, error);
  }
}
