import { ShieldCheck } from 'lucide-react';
import type { FieldErrors } from '../../api/field-errors.ts';
import { Badge } from '../../ui/badge.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import { useSession } from '../session/session.tsx';
import type { TlsDraft } from './draft.ts';
import { PemField } from './pem-field.tsx';
import type { ChangedEndpoint } from './use-endpoints.ts';

type Certificate = NonNullable<ChangedEndpoint['tls']>;

export type TlsFieldsProps = {
  readonly tls: TlsDraft;
  /** The one that is set now; absent: there is none. */
  readonly now: Certificate | undefined;
  readonly errors: FieldErrors;
  readonly onChange: (tls: TlsDraft) => void;
};

/** The certificate by which a connection to the endpoint shows who we are (mTLS). */
export function TlsFields({ tls, now, errors, onChange }: TlsFieldsProps) {
  const { clientCertificates } = useSession();
  if (!clientCertificates && now === undefined)
    return (
      <p className="field-hint">
        Client certificates (mTLS) are off in this deployment. Its operator can switch them on.
      </p>
    );
  const at = { certificate: errors.of('tls.client_certificate'), key: errors.of('tls.private_key') };
  const isAtPart = at.certificate !== undefined || at.key !== undefined;
  return (
    <>
      {now !== undefined && <PresentCertificate certificate={now} />}
      {!clientCertificates && (
        <Notice tone="warn">
          Client certificates are off in this deployment by now, so nothing is sent with this one. It can be
          removed.
        </Notice>
      )}
      <Field
        label="Client certificate"
        error={isAtPart ? undefined : errors.of('tls')}
        hint="For a server that asks for one when it is connected to (mTLS). Its key is never shown again."
      >
        {(field) => (
          <select
            {...field}
            className="input select"
            value={tls.type}
            onChange={(event) => onChange(startOf(event.currentTarget.value))}
          >
            {now !== undefined && <option value="keep">Keep the one that is set</option>}
            <option value="none">{now === undefined ? 'None' : 'Remove it'}</option>
            {clientCertificates && (
              <option value="new">{now === undefined ? 'A certificate and its key' : 'Replace it'}</option>
            )}
          </select>
        )}
      </Field>
      {tls.type === 'new' && (
        <>
          <PemField
            label="Certificate"
            aside="PEM, with those that issued it after it"
            placeholder={'-----BEGIN CERTIFICATE-----\n…'}
            error={at.certificate}
            value={tls.client_certificate}
            onChange={(text) => onChange({ ...tls, client_certificate: text })}
          />
          <PemField
            label="Private key"
            aside="PEM, without a passphrase"
            placeholder={'-----BEGIN PRIVATE KEY-----\n…'}
            error={at.key}
            secret
            value={tls.private_key}
            onChange={(text) => onChange({ ...tls, private_key: text })}
          />
        </>
      )}
    </>
  );
}

function startOf(type: string): TlsDraft {
  switch (type) {
    case 'keep':
    case 'none':
      return { type };
    default:
      return { type: 'new', client_certificate: '', private_key: '' };
  }
}

const SOON_MS = 30 * 86_400_000;

function PresentCertificate({ certificate }: { readonly certificate: Certificate }) {
  const { subject, fingerprint_sha256: fingerprint, expires_at: expiresAt } = certificate;
  const leftMs = Date.parse(expiresAt) - Date.now();
  return (
    <section className="stack" data-tight="" aria-label="Client certificate that is set">
      <p className="row">
        <ShieldCheck size={15} aria-hidden="true" />
        <strong>A client certificate is set</strong>
        {leftMs <= 0 && <Badge tone="bad">Expired: nothing is sent</Badge>}
        {leftMs > 0 && leftMs < SOON_MS && <Badge tone="warn">Expires soon</Badge>}
      </p>
      <Facts
        facts={[
          ['Subject', <StrangeText key="subject" text={subject} most={500} />],
          ['Expires', <Time key="expires" at={expiresAt} />],
          ['SHA-256', <code key="fingerprint">{fingerprint}</code>],
        ]}
      />
    </section>
  );
}
