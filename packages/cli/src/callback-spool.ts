import * as z from 'zod';
import { createInvokeFunction, type InvokeFunctionDeps } from './invoke-function.ts';

const releaseSchema = z.discriminatedUnion('released', [
  z.object({ released: z.literal(true), result: z.string() }),
  z.object({ released: z.literal(false), reason: z.string() }),
]);
export type ReleaseAnswer = z.infer<typeof releaseSchema>;

export type CallbackSpool = ReturnType<typeof createCallbackSpool>;

/** Calls the deployed function behind the callback spool, which alone verifies and processes callbacks later. */
export function createCallbackSpool(deps: InvokeFunctionDeps) {
  const invoke = createInvokeFunction(deps);
  return {
    release: ({ receivedAt, id }: { readonly receivedAt: string; readonly id: string }) =>
      invoke(releaseSchema, { action: 'release', receivedAt, id }),
  };
}
