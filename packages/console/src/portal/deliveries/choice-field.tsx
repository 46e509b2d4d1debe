import { Field } from '../../ui/field.tsx';

export type ChoiceFieldProps = {
  readonly label: string;
  /** Stands for no choice; absent: one must be made. */
  readonly none?: string | undefined;
  readonly error?: string | undefined;
  readonly small?: boolean;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly onChange: (value: string) => void;
};

/** One of several. */
export function ChoiceField({
  label,
  none = 'All',
  error,
  small = true,
  value,
  options,
  onChange,
}: ChoiceFieldProps) {
  return (
    <Field label={label} error={error}>
      {(field) => (
        <select
          {...field}
          className="input select"
          data-size={small ? 'small' : undefined}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">{none}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
