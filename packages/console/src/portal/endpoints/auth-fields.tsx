import type { FieldErrors } from '../../api/field-errors.ts';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { AuthDraft, EndpointDraft } from './draft.ts';

export type AuthFieldsProps = {
  readonly draft: EndpointDraft;
  /** How the login that is set now is called; absent: there is none. */
  readonly now: string | undefined;
  readonly errors: FieldErrors;
  readonly onChange: (auth: AuthDraft) => void;
};

/** By what the endpoint knows us besides the signature. */
export function AuthFields({ draft, now, errors, onChange }: AuthFieldsProps) {
  const { auth } = draft;
  const partError = PARTS.map((part) => errors.of(`auth.${part}`)).some((each) => each !== undefined);
  return (
    <>
      <Field
        label="Login"
        error={partError ? undefined : errors.of('auth')}
        hint="For a server that asks for more than the signature. What is secret in it is never shown again."
      >
        {(field) => (
          <select
            {...field}
            className="input select"
            value={auth.type}
            onChange={(event) => onChange(startOf(event.currentTarget.value))}
          >
            <option value="none">None: the signature is enough</option>
            {now !== undefined && <option value="keep">As now: {now}</option>}
            <option value="basic">User name and password (Basic)</option>
            <option value="header">A header, such as an API key</option>
            <option value="oauth2">OAuth 2 client credentials</option>
          </select>
        )}
      </Field>
      <AuthParts auth={auth} errors={errors} onChange={onChange} />
    </>
  );
}

const PARTS = ['username', 'password', 'name', 'value', 'token_url', 'client_id', 'client_secret', 'scope'];

function startOf(type: string): AuthDraft {
  switch (type) {
    case 'keep':
      return { type };
    case 'basic':
      return { type, username: '', password: '' };
    case 'header':
      return { type, name: '', value: '' };
    case 'oauth2':
      return {
        type,
        token_url: '',
        client_id: '',
        client_secret: '',
        scope: '',
        auth_style: 'client_secret_basic',
      };
    default:
      return { type: 'none' };
  }
}

type AuthPartsProps = Pick<AuthFieldsProps, 'errors' | 'onChange'> & { readonly auth: AuthDraft };

function AuthParts({ auth, errors, onChange }: AuthPartsProps) {
  const at = (part: string) => ({ error: errors.of(`auth.${part}`) });
  switch (auth.type) {
    case 'none':
    case 'keep':
      return undefined;
    case 'basic':
      return (
        <div className="grid-fields">
          <TextField
            {...at('username')}
            label="User name"
            value={auth.username}
            onChange={(username) => onChange({ ...auth, username })}
          />
          <TextField
            {...at('password')}
            label="Password"
            secret
            value={auth.password}
            onChange={(password) => onChange({ ...auth, password })}
          />
        </div>
      );
    case 'header':
      return (
        <div className="grid-fields">
          <TextField
            {...at('name')}
            label="Header"
            placeholder="x-api-key"
            value={auth.name}
            onChange={(name) => onChange({ ...auth, name })}
          />
          <TextField
            {...at('value')}
            label="Value"
            secret
            value={auth.value}
            onChange={(value) => onChange({ ...auth, value })}
          />
        </div>
      );
    case 'oauth2':
      return (
        <div className="grid-fields">
          <TextField
            {...at('token_url')}
            label="Token address"
            placeholder="https://login.example.com/token"
            value={auth.token_url}
            onChange={(url) => onChange({ ...auth, token_url: url })}
          />
          <TextField
            {...at('client_id')}
            label="Client id"
            value={auth.client_id}
            onChange={(id) => onChange({ ...auth, client_id: id })}
          />
          <TextField
            {...at('client_secret')}
            label="Client secret"
            secret
            value={auth.client_secret}
            onChange={(secret) => onChange({ ...auth, client_secret: secret })}
          />
          <TextField
            {...at('scope')}
            label="Scope"
            aside="optional"
            value={auth.scope}
            onChange={(scope) => onChange({ ...auth, scope })}
          />
        </div>
      );
  }
}
