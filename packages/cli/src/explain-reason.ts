/** What a request in quarantine lacks, by the code with which it was refused. */
const REASONS: Readonly<Record<string, string>> = {
  signature_mismatch: 'the secret or the public URL is wrong, or it is forged',
  header_missing: 'it carries no signature',
  header_malformed: 'its signature cannot be read',
  body_hash_missing: 'it carries no hash of its body',
  body_hash_mismatch: 'its body is not the one that was signed',
  timestamp_too_old: 'it was signed too long before it came',
  timestamp_in_future: 'it was signed in the future',
  no_secret: 'no secret is configured: `secrets set`',
  secret_malformed: 'a configured secret is malformed: `secrets set`',
  url_not_signable: 'the configured public URL cannot be signed',
  callback_unreadable: 'it is genuine, but not what the provider documents',
  callback_too_complex: 'it is genuine, and made to keep whoever reads it busy',
  account_not_allowed:
    'it is genuine, but its account may not speak for the tenant: `secrets set … --tenants` says for which it may',
  body_was_cut: 'its body was too large to keep whole, so it cannot be verified any more',
  not_found: 'it is not in quarantine: released already, or older than 7 days',
  function_failed: 'it was verified, but processing it failed',
};

/** @returns undefined for a code that this version does not know */
export const explainReason = (code: string): string | undefined =>
  Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
