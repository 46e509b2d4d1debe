import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { FILTER_EXAMPLE } from './draft-body.ts';
import { EventTypesField } from './event-types-field.tsx';
import type { FormPartProps } from './where-fields.tsx';

export function WhichFields({ draft, errors, isNew, onChange }: FormPartProps) {
  return (
    <Card title="Which events" note="All of them, if you choose nothing.">
      <div className="fieldset">
        <EventTypesField
          value={draft.eventTypes}
          error={errors.of('event_types')}
          onChange={(eventTypes) => onChange({ eventTypes })}
        />
        {isNew && (
          <Field
            label="Filter"
            aside="optional"
            error={errors.of('filter')}
            hint="What the payload must be, as JSON. Once the endpoint is made, its page tries it on events that really came."
          >
            {(field) => (
              <textarea
                {...field}
                className="input mono"
                spellCheck={false}
                rows={4}
                placeholder={FILTER_EXAMPLE}
                value={draft.filter}
                onChange={(event) => onChange({ filter: event.currentTarget.value })}
              />
            )}
          </Field>
        )}
      </div>
    </Card>
  );
}
