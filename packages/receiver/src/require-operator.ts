import type { SecretCache } from '@switchyard/core/aws';
import { UnavailableError } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import { constantTimeEqual } from '@switchyard/core/signatures';

/**
 * Lets only the holder of the operator token pass.
 *
 * @throws HttpError 401
 * @throws UnavailableError when the token to compare with cannot be read
 */
export function createRequireOperator({ operatorToken }: { readonly operatorToken: SecretCache }) {
  return async (authorization: string | undefined): Promise<void> => {
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
  };
}

async function read<T>(token: Promise<T>): Promise<T> {
  try {
    return await token;
  } catch (cause) {
    throw new UnavailableError('The operator token could not be checked. Try again.', { cause });
  }
}
