import { type ReactNode, useId } from 'react';
import { fieldErrors } from '../../api/field-errors.ts';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AuthFields } from './auth-fields.tsx';
import type { EndpointDraft } from './draft.ts';
import { LimitsFields } from './limits-fields.tsx';
import { HeaderFields, MetadataFields } from './pair-fields.tsx';
import { SignatureField } from './signature-field.tsx';
import { TlsFields, type TlsFieldsProps } from './tls-fields.tsx';
import { WhereFields } from './where-fields.tsx';
import { WhichFields } from './which-fields.tsx';

export type EndpointFormProps = {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  readonly onSubmit: () => void;
  /** What the API said to it. */
  readonly error: unknown;
  /** A new one has an id to choose and a kind of signature. */
  readonly isNew: boolean;
  readonly authNow?: string;
  readonly tlsNow?: TlsFieldsProps['now'];
  readonly buttons: ReactNode;
};

/** What the form has a field for; other errors stand above the buttons. */
const PATHS = [
  ...[
    'target_url',
    'endpoint_id',
    'description',
    'event_types',
    'filter',
    'headers',
    'metadata',
    'auth',
    'tls',
  ],
  ...['timeout_ms', 'max_attempts', 'retry_schedule', 'rate_limit', 'drain_rate', 'signature'],
];

export function EndpointForm(props: EndpointFormProps) {
  const { draft, onChange, onSubmit, error, isNew, authNow, tlsNow, buttons } = props;
  const id = useId();
  const errors = fieldErrors(error);
  const rest = errors.rest(PATHS);
  const set = (changes: Partial<EndpointDraft>) => onChange({ ...draft, ...changes });
  return (
    <form
      id={id}
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <WhereFields draft={draft} errors={errors} isNew={isNew} onChange={set} />
      <WhichFields draft={draft} errors={errors} isNew={isNew} onChange={set} />
      <Card
        title="How it knows us"
        note="Every delivery is signed. The rest is for what stands in front of your server."
      >
        <div className="fieldset">
          {isNew && (
            <SignatureField
              value={draft.signature}
              error={errors.of('signature')}
              onChange={(signature) => set({ signature })}
            />
          )}
          <HeaderFields draft={draft} error={errors.of('headers')} onChange={set} />
          <AuthFields draft={draft} now={authNow} errors={errors} onChange={(auth) => set({ auth })} />
          <TlsFields tls={draft.tls} now={tlsNow} errors={errors} onChange={(tls) => set({ tls })} />
        </div>
      </Card>
      <Card title="Limits and your own notes">
        <div className="fieldset">
          <LimitsFields draft={draft} errors={errors} onChange={set} />
          <MetadataFields draft={draft} error={errors.of('metadata')} onChange={set} />
        </div>
      </Card>
      {rest !== undefined && <Problem error={rest} />}
      {rest === undefined && error !== null && (
        <p className="field-error" role="alert">
          Not stored: look at the fields that are marked above.
        </p>
      )}
      <div className="row">{buttons}</div>
    </form>
  );
}
