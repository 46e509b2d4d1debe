import { createServer } from 'node:net';
import { PortInUseError } from '@switchyard/aws-local';
import { SessionError } from '../errors.ts';
import type { SessionSettings } from './session-settings.ts';

type PortVariable = 'PORT' | 'RECEIVER_PORT';

/** Which variable sets the port of the API whose address is this output. */
export const portsByOutput = ({ PORT, RECEIVER_PORT }: SessionSettings) => ({
  HooksUrl: PORT,
  ReceiverUrl: RECEIVER_PORT,
});

/**
 * Looks before anything is built, so that nobody waits for a start that cannot succeed.
 *
 * @throws SessionError that names the variable to set
 */
export async function requireFreePorts(settings: SessionSettings): Promise<void> {
  for (const variable of ['PORT', 'RECEIVER_PORT'] as const) {
    const port = settings[variable];
    if (port !== 0) await tryPort(port, variable);
  }
}

async function tryPort(port: number, variable: PortVariable): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (cause) {
    throw portError(port, variable, cause);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The port may also be taken between the look and the start. */
export const explainPortInUse = (error: unknown): unknown =>
  error instanceof PortInUseError
    ? portError(error.port, error.outputKey === 'HooksUrl' ? 'PORT' : 'RECEIVER_PORT', error)
    : error;

function portError(port: number, variable: PortVariable, cause: unknown): SessionError {
  const denied = cause instanceof Error && 'code' in cause && cause.code === 'EACCES';
  const what = denied ? 'may not be opened by you' : 'is taken by another program';
  return new SessionError(
    'PORT',
    `Port ${port} ${what}. Set ${variable} to another port, or ${variable}=0 for any free one.`,
    { cause },
  );
}
