import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SessionError } from '../errors.ts';
import { ROOT } from './paths.ts';

const run = promisify(execFile);

/** What differs from a deployment: nothing but that deliveries may stay on this machine and names need no zone. */
const LOCAL_SETTINGS = {
  STAGE: 'local',
  ALLOW_LOOPBACK_TARGETS: 'true',
  HOSTED_ZONE_ID: '',
  HOSTED_ZONE_NAME: '',
  DISABLE_EXECUTE_API_ENDPOINT: 'false',
};

/** Where the environment says nothing of plans, there is one to try. */
const LOCAL_DEFAULTS = { PLANS: 'trial=5/10/100' };

/**
 * Synthesizes the very app that `cdk deploy` would ship, with the settings of the environment.
 *
 * @param outputDirectory is overwritten
 * @param signal ends it
 * @returns what the app warned of, such as a variable that is nearly a setting
 * @throws SessionError with what the app printed: a wrong setting is named there
 */
export async function synthesize(
  outputDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<string[]> {
  try {
    const { stderr } = await run(process.execPath, [join(ROOT, 'cdk/bin/switchyard.ts')], {
      cwd: ROOT,
      // CDK's own look at the template takes seconds, and is for what is deployed: `pnpm synth` has it.
      env: {
        ...LOCAL_DEFAULTS,
        ...environment,
        ...LOCAL_SETTINGS,
        CDK_OUTDIR: outputDirectory,
        CDK_VALIDATION: 'false',
      },
      ...(signal === undefined ? {} : { signal }),
    });
    return stderr.split('\n').flatMap((line) => /^Warning: (.+)$/.exec(line)?.[1] ?? []);
  } catch (cause) {
    signal?.throwIfAborted();
    const printed = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new SessionError('SYNTH', printed || String(cause), { cause });
  }
}
