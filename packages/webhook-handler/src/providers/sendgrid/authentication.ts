import type { MailAuthentication } from '@switchyard/core/conversations';
import type { Mail } from '../../mail/mail.ts';
import { asMailbox, domainOf } from '../../mail/mailbox.ts';
import type { Cutter } from '../cut-text.ts';
import type { SendGridForm } from './form.ts';

const MAX_SIGNATURES = 20;
const MAX_VERDICT = 4_096;
const VERDICT_BYTES = 64;

/** A signing domain that would read as a verdict on another where SendGrid writes it into its list. */
const SAYS_SEVERAL = /(?:^|;)\s{0,99}[di]\s{0,99}=[^;]*[:,]/i;

type Input = {
  readonly mail: Pick<Mail, 'headers'>;
  readonly form: SendGridForm;
  /** The addresses in the From header. */
  readonly authors: readonly string[];
  readonly cutter: Cutter;
};

/** What SPF and DKIM prove about a mail's sender, as far as the mail's own text cannot have said it. */
export function authenticate({ mail, form, authors, cutter }: Input): MailAuthentication {
  const hasOneAuthor = authors.length === 1 && mail.headers.filter(([name]) => name === 'from').length <= 1;
  const from = hasOneAuthor ? authors[0] : undefined;
  const isAmbiguous = mail.headers.some(
    ([name, value]) => name === 'dkim-signature' && SAYS_SEVERAL.test(value),
  );
  const sender = asMailbox(form.envelope?.from);
  const base = {
    ...(from === undefined ? {} : { from_domain: domainOf(from) }),
    ...(sender === undefined ? {} : { envelope_from_domain: domainOf(sender) }),
    trustworthy: !form.isImitated && form.envelope !== undefined,
    anomalies: [
      ...form.anomalies,
      ...(authors.length === 0 || hasOneAuthor ? [] : ['several_authors']),
      ...(isAmbiguous ? ['signature_ambiguous'] : []),
    ],
  };
  if (!base.trustworthy) return { dkim: [], aligned: false, ...base };
  const spf = form.text('SPF').trim().toLowerCase();
  const found = {
    ...(spf === '' ? {} : { spf: cutter.cut('spf', spf, VERDICT_BYTES) }),
    dkim: isAmbiguous ? [] : signaturesIn(form.text('dkim')),
    aligned: false,
    ...base,
  };
  const { from_domain: domain } = found;
  return { ...found, aligned: domain !== undefined && provenDomains(found).some(isRelatedTo(domain)) };
}

/** Whether SPF or DKIM passed for the domain of this address too, and not for that of the From header alone. */
export const isProven = (authentication: MailAuthentication, address: string): boolean =>
  authentication.aligned && provenDomains(authentication).some(isRelatedTo(domainOf(address)));

function provenDomains({ spf, dkim, envelope_from_domain: envelope }: MailAuthentication): string[] {
  const signed = dkim.filter(({ result }) => result === 'pass').map(({ domain }) => domain);
  return spf === 'pass' && envelope !== undefined ? [envelope, ...signed] : signed;
}

/**
 * DMARC's relaxed alignment without the list of public suffixes: the same domain, or one above or below the other.
 * Two below a third, which DMARC lets pass, are none.
 */
const isRelatedTo =
  (domain: string) =>
  (other: string): boolean =>
    domain === other || isBelow(domain, other) || isBelow(other, domain);

/** A domain without a dot, such as `com`, is above nobody. */
const isBelow = (domain: string, above: string): boolean =>
  above.includes('.') && domain.endsWith(`.${above}`);

/** `{@example.org : pass, @example.net : fail}`, which is no JSON. */
function signaturesIn(text: string): MailAuthentication['dkim'] {
  const pairs = text
    .slice(0, MAX_VERDICT)
    .toLowerCase()
    .matchAll(/@?([a-z0-9_.-]{1,253})\s{0,5}:\s{0,5}([a-z]{1,20})/g);
  return [...pairs].slice(0, MAX_SIGNATURES).map(([, domain = '', result = '']) => ({ domain, result }));
}
