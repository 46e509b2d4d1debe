import { Field } from '../../ui/field.tsx';

export type TimeFieldProps = {
  readonly label: string;
  readonly error?: string | undefined;
  readonly small?: boolean;
  /** ISO 8601. */
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
};

/** A time, in the reader's zone. */
export function TimeField({ label, error, small = true, value, onChange }: TimeFieldProps) {
  return (
    <Field label={label} error={error}>
      {(field) => (
        <input
          {...field}
          className={small ? 'input' : 'input mono'}
          data-size={small ? 'small' : undefined}
          type="datetime-local"
          value={value === undefined ? '' : toLocal(value)}
          onChange={(event) => {
            const ms = Date.parse(event.currentTarget.value);
            onChange(Number.isNaN(ms) ? '' : new Date(ms).toISOString());
          }}
        />
      )}
    </Field>
  );
}

/** As the browser's field wants it: the reader's own time, without a zone. */
function toLocal(iso: string): string {
  const date = new Date(iso);
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
