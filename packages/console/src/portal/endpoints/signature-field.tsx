import { Field } from '../../ui/field.tsx';
import type { EndpointDraft } from './draft.ts';

type Signature = EndpointDraft['signature'];

export type SignatureFieldProps = {
  readonly value: Signature;
  readonly error: string | undefined;
  readonly onChange: (value: Signature) => void;
};

export function SignatureField({ value, error, onChange }: SignatureFieldProps) {
  return (
    <Field
      label="Signature"
      error={error}
      hint="A shared secret is known to both sides. With ed25519 you verify with a public key, and have nothing to keep secret."
    >
      {(field) => (
        <select
          {...field}
          className="input select"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value === 'ed25519' ? 'ed25519' : 'hmac')}
        >
          <option value="hmac">Shared secret (HMAC-SHA256)</option>
          <option value="ed25519">Public key (ed25519)</option>
        </select>
      )}
    </Field>
  );
}
