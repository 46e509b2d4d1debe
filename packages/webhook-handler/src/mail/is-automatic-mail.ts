import { headerOf, type Mail } from './mail.ts';

/**
 * Whether a machine sent it: an answer would go to a list, or come back, and back again (RFC 3834, and what Exchange
 * and mailing lists set).
 */
export function isAutomaticMail(mail: Pick<Mail, 'headers'>, envelopeFrom: string | undefined): boolean {
  const header = (name: string): string => (headerOf(mail, name) ?? '').trim().toLowerCase();
  const submitted = header('auto-submitted');
  return (
    // The null sender: a bounce, or something that wants none.
    envelopeFrom === '' ||
    envelopeFrom === '<>' ||
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    /^(?:bulk|junk|list|auto_reply)\b/.test(header('precedence')) ||
    /\b(?:all|autoreply)\b/.test(header('x-auto-response-suppress')) ||
    ['list-id', 'x-autoreply', 'x-autorespond'].some((name) => header(name) !== '') ||
    /^multipart\/report\b/.test(header('content-type'))
  );
}
