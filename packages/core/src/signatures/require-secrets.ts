import { SignatureError } from './signature-error.ts';

/**
 * Refuses to sign or verify with a list of secrets that is empty or has a blank in it: both come from configuration
 * that is missing, and an empty key would verify what anybody signs.
 *
 * @param what names the secrets in the message, such as `Twilio auth token`
 * @throws SignatureError `no_secret`, `secret_malformed`
 */
export function requireSecrets(secrets: readonly string[], what: string): void {
  if (secrets.length === 0) throw new SignatureError('no_secret', `No ${what} is configured.`);
  if (secrets.some((secret) => secret.trim() === '')) {
    throw new SignatureError('secret_malformed', `A configured ${what} is blank.`);
  }
}
