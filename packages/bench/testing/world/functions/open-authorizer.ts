import * as z from 'zod';
import { authorize } from '../../../../authorizer/src/authorize.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import type { Shared } from '../shared.ts';

const eventSchema = z.object({ authorizationToken: z.string() });

/** Whose key it is, as its handler.ts asks. */
export function openAuthorizer(environment: Environment, world: Shared): Handler {
  const common = world.open(environment, { attempts: 3, timeoutMs: 3_000 });
  const context = { ...common, identityTable: world.identityTable };
  return async (payload) => {
    const result = await authorize(context, eventSchema.parse(payload).authorizationToken);
    return result.kind === 'unauthorized' ? { kind: result.kind } : result;
  };
}
