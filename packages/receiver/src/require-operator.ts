import { constantTimeEqual, type SecretCache } from '@switchyard/core';
import { HttpError } from '@switchyard/core/http';

/**
 * Lets only the holder of the operator token pass.
 *
 * @throws HttpError 401
 */
export function createRequireOperator({ operatorToken }: { readonly operatorToken: SecretCache }) {
  return async (authorization: string | undefined): Promise<void> => {
    const given = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (given !== undefined) {
      if (constantTimeEqual(given, await operatorToken.get())) return;
      const renewed = await operatorToken.refetch();
      if (renewed !== undefined && constantTimeEqual(given, renewed)) return;
    }
    throw new HttpError(
      401,
      'operator_token_required',
      'This needs the operator token: "Authorization: Bearer …".',
    );
  };
}
