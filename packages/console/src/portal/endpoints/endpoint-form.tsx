import { type ReactNode, useId } from 'react';
import { fieldErrors } from '../../api/field-errors.ts';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AuthFields } from './auth-fields.tsx';
import type { EndpointDraft } from './draft.ts';
import { EventTypesField } from './event-types-field.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { HeaderFields, MetadataFields } from './pair-fields.tsx';

export type EndpointFormProps = {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  readonly onSubmit: () => void;
  /** What the API said to it. */
  readonly error: unknown;
  /** A new one has an id to choose and a kind of signature. */
  readonly isNew: boolean;
  readonly authNow?: string;
  readonly buttons: ReactNode;
};

/** What the form has a field for; other errors stand above the buttons. */
const PATHS = [
  ...['target_url', 'endpoint_id', 'description', 'event_types', 'filter', 'headers', 'metadata', 'auth'],
  ...['timeout_ms', 'max_attempts', 'retry_schedule', 'rate_limit', 'drain_rate', 'signature'],
];

export function EndpointForm(props: EndpointFormProps) {
  const { draft, onChange, onSubmit, error, isNew, authNow, buttons } = props;
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
      <Card title="Where to">
        <div className="fieldset">
          <Field
            label="Address"
            error={errors.of('target_url')}
            hint="An https address of yours. Events are posted there as JSON."
          >
            {(field) => (
              <input
                {...field}
                className="input mono"
                type="url"
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                placeholder="https://example.com/webhooks"
                value={draft.targetUrl}
                onChange={(event) => set({ targetUrl: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Description" aside="optional" error={errors.of('description')}>
            {(field) => (
              <input
                {...field}
                className="input"
                placeholder="What it is for"
                value={draft.description}
                onChange={(event) => set({ description: event.currentTarget.value })}
              />
            )}
          </Field>
          {isNew && (
            <Field
              label="Id"
              aside="optional"
              error={errors.of('endpoint_id')}
              hint="Lower-case letters, digits, “-” and “_”. One is made if you leave it out; it cannot be changed later."
            >
              {(field) => (
                <input
                  {...field}
                  className="input mono"
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="billing"
                  value={draft.endpointId}
                  onChange={(event) => set({ endpointId: event.currentTarget.value })}
                />
              )}
            </Field>
          )}
        </div>
      </Card>
      <Card title="Which events" note="All of them, if you choose nothing.">
        <div className="fieldset">
          <EventTypesField
            value={draft.eventTypes}
            error={errors.of('event_types')}
            onChange={(eventTypes) => set({ eventTypes })}
          />
          {isNew && (
            <Field
              label="Filter"
              aside="optional"
              error={errors.of('filter')}
              hint="What the payload must be, as JSON. After the endpoint is made, its page lets you try it on events that really came."
            >
              {(field) => (
                <textarea
                  {...field}
                  className="input mono"
                  spellCheck={false}
                  rows={4}
                  placeholder={'{ "data": { "amount": [{ "numeric": [">", 100] }] } }'}
                  value={draft.filter}
                  onChange={(event) => set({ filter: event.currentTarget.value })}
                />
              )}
            </Field>
          )}
        </div>
      </Card>
      <Card
        title="How it knows us"
        note="Every delivery is signed. Headers and a login are for what stands in front of your server."
      >
        <div className="fieldset">
          {isNew && (
            <Field
              label="Signature"
              error={errors.of('signature')}
              hint="With a shared secret both sides know it; with ed25519 you verify with a public key, and have nothing to keep secret."
            >
              {(field) => (
                <select
                  {...field}
                  className="input select"
                  value={draft.signature}
                  onChange={(event) =>
                    set({ signature: event.currentTarget.value === 'ed25519' ? 'ed25519' : 'hmac' })
                  }
                >
                  <option value="hmac">Shared secret (HMAC-SHA256)</option>
                  <option value="ed25519">Public key (ed25519)</option>
                </select>
              )}
            </Field>
          )}
          <HeaderFields draft={draft} error={errors.of('headers')} onChange={set} />
          <AuthFields draft={draft} now={authNow} errors={errors} onChange={(auth) => set({ auth })} />
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
