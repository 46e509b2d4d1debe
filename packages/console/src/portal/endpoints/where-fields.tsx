import type { FieldErrors } from '../../api/field-errors.ts';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { EndpointDraft } from './draft.ts';

export type FormPartProps = {
  readonly draft: EndpointDraft;
  readonly errors: FieldErrors;
  readonly isNew: boolean;
  readonly onChange: (changes: Partial<EndpointDraft>) => void;
};

export function WhereFields({ draft, errors, isNew, onChange }: FormPartProps) {
  return (
    <Card title="Where to">
      <div className="fieldset">
        <TextField
          label="Address"
          hint="An https address of yours. Events are posted there as JSON."
          placeholder="https://example.com/webhooks"
          error={errors.of('target_url')}
          value={draft.targetUrl}
          onChange={(targetUrl) => onChange({ targetUrl })}
        />
        <TextField
          label="Description"
          aside="optional"
          prose
          placeholder="What it is for"
          error={errors.of('description')}
          value={draft.description}
          onChange={(description) => onChange({ description })}
        />
        {isNew && (
          <TextField
            label="Id"
            aside="optional"
            hint="Lower-case letters, digits, “-” and “_”. One is made if you leave it out; it cannot be changed later."
            placeholder="billing"
            error={errors.of('endpoint_id')}
            value={draft.endpointId}
            onChange={(endpointId) => onChange({ endpointId })}
          />
        )}
      </div>
    </Card>
  );
}
