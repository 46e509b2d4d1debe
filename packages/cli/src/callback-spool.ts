import * as z from 'zod';
import { invokeFunction, type LambdaContext } from './invoke-function.ts';
import { requireNamed } from './require-named.ts';

export type CallbackSpool = LambdaContext & {
  /** The name of the function; absent in a stack from before provider callbacks. */
  readonly callbackSpool: string | undefined;
};

const releaseSchema = z.discriminatedUnion('released', [
  z.object({ released: z.literal(true), result: z.string() }),
  z.object({ released: z.literal(false), reason: z.string() }),
]);
export type ReleaseAnswer = z.infer<typeof releaseSchema>;

/** Calls the deployed function behind the callback spool, which alone verifies and processes callbacks later. */
export function releaseCallback(
  context: CallbackSpool,
  { receivedAt, id }: { readonly receivedAt: string; readonly id: string },
): Promise<ReleaseAnswer> {
  const functionName = requireNamed(context.callbackSpool, 'function callback-spool');
  return invokeFunction(context, functionName, { action: 'release', receivedAt, id }, releaseSchema);
}

const reverifySchema = z.discriminatedUnion('verified', [
  z.object({ verified: z.literal(true) }),
  z.object({ verified: z.literal(false), reason: z.string() }),
]);
export type ReverifyAnswer = z.infer<typeof reverifySchema>;

/** Only whether it is proven genuine by now. */
export function reverifyCallback(
  context: CallbackSpool,
  { receivedAt, id }: { readonly receivedAt: string; readonly id: string },
): Promise<ReverifyAnswer> {
  const functionName = requireNamed(context.callbackSpool, 'function callback-spool');
  return invokeFunction(context, functionName, { action: 'verify', receivedAt, id }, reverifySchema);
}
