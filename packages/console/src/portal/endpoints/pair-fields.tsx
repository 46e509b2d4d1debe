import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import type { EndpointDraft, Pair } from './draft.ts';

type PairFieldsProps = {
  readonly legend: string;
  readonly hint: string;
  readonly add: string;
  readonly pairs: readonly Pair[];
  readonly error: string | undefined;
  /** Values are secret: not shown while they are typed by somebody who is watched. */
  readonly isSecret?: boolean;
  readonly onChange: (pairs: readonly Pair[]) => void;
};

/** Names and values, as many as are wanted. */
function PairFields({ legend, hint, add, pairs, error, isSecret = false, onChange }: PairFieldsProps) {
  const errorId = useId();
  const change = (index: number, changes: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...changes } : pair)));
  const marks = {
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': errorId,
  } as const;
  return (
    <fieldset className="pairs">
      <legend className="field-label">{legend}</legend>
      {pairs.map((pair, index) => (
        <div key={index} className="pair">
          <input
            {...marks}
            className="input mono"
            aria-label={`Name ${index + 1}`}
            placeholder="name"
            autoComplete="off"
            spellCheck={false}
            value={pair.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <input
            {...marks}
            className="input mono"
            aria-label={`Value ${index + 1}`}
            placeholder="value"
            type={isSecret ? 'password' : 'text'}
            autoComplete={isSecret ? 'new-password' : 'off'}
            spellCheck={false}
            value={pair.value}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <IconButton
            label={`Take out ${pair.name || 'this'}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          >
            <X size={14} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<Plus size={13} aria-hidden="true" />}
          onClick={() => onChange([...pairs, { name: '', value: '' }])}
        >
          {add}
        </Button>
      </div>
      <p id={errorId} className={error === undefined ? 'field-hint' : 'field-error'}>
        {error ?? hint}
      </p>
    </fieldset>
  );
}

type DraftProps = {
  readonly draft: EndpointDraft;
  readonly error: string | undefined;
  readonly onChange: (changes: Partial<EndpointDraft>) => void;
};

/** Headers of its own: those that are set have a name only, and can be taken out or written over. */
export function HeaderFields({ draft, error, onChange }: DraftProps) {
  return (
    <div className="stack" data-tight="">
      <PairFields
        legend="Headers of your own"
        hint="Sent with each delivery. Their values are never shown again."
        add="Add header"
        pairs={draft.headers}
        error={error}
        isSecret
        onChange={(headers) => onChange({ headers })}
      />
      {draft.keptHeaders.length > 0 && (
        <div className="row tags">
          <span className="small muted">Set now:</span>
          {draft.keptHeaders.map((name) => (
            <button
              key={name}
              type="button"
              className="tag tag-button"
              aria-label={`Take out the header ${name}`}
              onClick={() => onChange({ keptHeaders: draft.keptHeaders.filter((each) => each !== name) })}
            >
              {name} ×
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

export function MetadataFields({ draft, error, onChange }: DraftProps) {
  return (
    <PairFields
      legend="Notes of your own"
      hint="Up to 16 pairs, such as team: billing. They are shown here and in the API, and never sent."
      add="Add note"
      pairs={draft.metadata}
      error={error}
      onChange={(metadata) => onChange({ metadata })}
    />
  );
}
