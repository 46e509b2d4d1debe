import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { useSettled } from '../endpoints/use-settled.ts';
import { ChoiceField } from './choice-field.tsx';
import { describeEventStatus, EVENT_STATUSES } from './describe-delivery.ts';
import { type Filter, isEmpty } from './read-filter.ts';
import { TimeField } from './time-field.tsx';

const PAUSE_MS = 400;

export type EventFiltersProps = {
  readonly filter: Filter;
  readonly onChange: (change: Partial<Record<keyof Filter, string>>) => void;
};

/** By what the list is cut down. */
export function EventFilters({ filter, onChange }: EventFiltersProps) {
  const { data: endpoints = [] } = useEndpoints();
  const ids = endpoints.map(({ endpoint_id: id }) => id);
  return (
    <search className="filters" aria-label="Filter deliveries">
      <ChoiceField
        label="Status"
        value={filter.status ?? ''}
        options={EVENT_STATUSES.map((status) => ({ value: status, name: describeEventStatus(status).name }))}
        onChange={(status) => onChange({ status })}
      />
      <ChoiceField
        label="Endpoint"
        value={filter.endpoint ?? ''}
        // One that was deleted, or that a shared address names, is still chosen.
        options={[...new Set([...ids, ...(filter.endpoint === undefined ? [] : [filter.endpoint])])].map(
          (id) => ({ value: id, name: id }),
        )}
        onChange={(endpoint) => onChange({ endpoint })}
      />
      <TypeField value={filter.type ?? ''} onChange={(type) => onChange({ type })} />
      <TimeField label="From" value={filter.since} onChange={(since) => onChange({ since })} />
      <TimeField label="To" value={filter.until} onChange={(until) => onChange({ until })} />
      {!isEmpty(filter) && (
        <Button
          size="small"
          variant="ghost"
          onClick={() => onChange({ status: '', endpoint: '', type: '', since: '', until: '' })}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

/** Not each key that is pressed is looked for. */
function TypeField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const settled = useSettled(text, PAUSE_MS).trim();
  // What was typed counts once it settles, and at no other time.
  useEffect(() => {
    if (settled !== value) onChange(settled);
  }, [settled]);
  // The address may change beside the field, as when all is cleared.
  useEffect(() => {
    if (value !== settled) setText(value);
  }, [value]);
  return (
    <Field label="Event type">
      {(field) => (
        <input
          {...field}
          className="input mono"
          data-size="small"
          type="search"
          placeholder="order.*"
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
