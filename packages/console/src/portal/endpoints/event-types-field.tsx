import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { Field } from '../../ui/field.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';

export type EventTypesFieldProps = {
  /** One a line. */
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
};

const MOST_OFFERED = 24;

export function EventTypesField({ value, error, onChange }: EventTypesFieldProps) {
  const { data } = useQuery({
    queryKey: ['event-types'],
    queryFn: async () => (await answerOf(api.GET('/v1/event-types'))).event_types,
  });
  const chosen = new Set(value.split(/[\n,]/).map((each) => each.trim()));
  const offered = (data ?? []).map(({ event_type: type }) => type).filter((type) => !chosen.has(type));
  const add = (type: string) =>
    onChange([...value.split('\n').filter((line) => line.trim() !== ''), type].join('\n'));
  return (
    <div className="stack" data-tight="">
      <Field
        label="Event types"
        aside="optional"
        error={error}
        hint={
          <>
            One a line: <code>order.paid</code>, or all of a kind with <code>order.*</code>.
          </>
        }
      >
        {(field) => (
          <textarea
            {...field}
            className="input mono"
            spellCheck={false}
            rows={3}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      {offered.length > 0 && (
        <div className="row tags">
          <span className="small muted">Seen:</span>
          {offered.slice(0, MOST_OFFERED).map((type) => (
            <button key={type} type="button" className="tag tag-button" onClick={() => add(type)}>
              + <StrangeText text={type} most={60} />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
