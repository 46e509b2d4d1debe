import { accountsOf, type ProvenAccount } from '@switchyard/core/providers';
import { SignatureError, type SignatureErrorCode } from '@switchyard/core/signatures';

/** Says most about what is wrong: another account's mismatch is worth more than that one has no secrets. */
const LEAST_TELLING: readonly SignatureErrorCode[] = ['no_secret', 'header_missing', 'signature_mismatch'];

/**
 * Tries the secrets of each account: those that verify the request prove from which account it is.
 *
 * @param verify throws unless these secrets prove the request genuine
 * @throws SignatureError when none do
 */
export function firstThatVerifies<Lists>(
  part: Parameters<typeof accountsOf<Lists>>[0] | undefined,
  verify: (lists: Lists) => void,
): ProvenAccount {
  let failure = new SignatureError('no_secret', 'The provider is not configured.');
  for (const [account, lists] of part === undefined ? [] : accountsOf<Lists>(part)) {
    try {
      verify(lists);
      return account;
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      if (rankOf(error) > rankOf(failure) || failure.code === 'no_secret') failure = error;
    }
  }
  throw failure;
}

const rankOf = ({ code }: SignatureError): number =>
  LEAST_TELLING.includes(code) ? LEAST_TELLING.indexOf(code) : LEAST_TELLING.length;
