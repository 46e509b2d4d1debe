import * as z from 'zod';
import { commands } from '../../../../cli/src/commands.ts';
import { testSession } from '../../../../cli/testing/test-session.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import { openOperatorClients } from '../operator-clients.ts';
import type { Shared } from '../shared.ts';

const requestSchema = z.object({
  command: z.string(),
  written: z.record(z.string(), z.unknown()),
  typedIn: z.string().default(''),
});
const errorSchema = z.object({ code: z.string(), message: z.string() });

/** The operator's command line: a process that may end at any of its calls, like a function's. */
export function openOperator(environment: Environment, world: Shared): Handler {
  const common = world.open(environment, { attempts: 3, timeoutMs: 3_000 });
  const random = (size: number) => Uint8Array.from({ length: size }, () => Math.floor(world.random() * 256));
  const { session, lines } = testSession({
    clock: common.clock,
    random,
    sleep: common.sleep,
    confirm: async () => true,
    deployment: {
      ...openOperatorClients(environment, world),
      named: {
        functions: {},
        queueUrls: { control: common.controlQueueUrl, delivery: common.deliveryQueueUrl },
        tables: {},
        secrets: {},
      },
      dlqProcessor: 'dlq-processor',
      callbackSpool: 'callback-spool',
      providerSecrets: 'providers',
      documents: common.documents,
    },
  });
  /** @returns its answer, or its error */
  return async (payload) => {
    const { command, written, typedIn } = requestSchema.parse(payload);
    const found = commands.find(({ name }) => name === command);
    if (found === undefined) throw new TypeError(`There is no command "${command}".`);
    try {
      const exitCode = await found.execute({ ...session, readSecret: async () => typedIn }, written);
      return { exitCode, answer: JSON.parse(lines.at(-1) ?? '{}') };
    } catch (error) {
      const known = errorSchema.safeParse(error);
      if (!known.success) throw error;
      return { exitCode: 1, error: known.data };
    }
  };
}
