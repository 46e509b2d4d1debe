import { orUnavailable } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import { constantTimeEqual } from '@switchyard/core/signatures';
import type { Receiver } from './receiver.ts';

/**
 * Lets only the holder of the operator token pass.
 *
 * @throws HttpError 401
 * @throws UnavailableError when the token to compare with cannot be read
 */
export async function requireOperator(
  { operatorToken }: Pick<Receiver, 'operatorToken'>,
  authorization: string | undefined,
): Promise<void> {
  const read = <T>(token: Promise<T>) =>
    orUnavailable(token, 'The operator token could not be checked. Try again.');
  const given = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (given !== undefined) {
    if (constantTimeEqual(given, await read(operatorToken.get()))) return;
    const renewed = await read(operatorToken.refetch());
    if (renewed !== undefined && constantTimeEqual(given, renewed)) return;
  }
  throw new HttpError(
    401,
    'operator_token_required',
    'This needs the operator token: "Authorization: Bearer …".',
  );
}
