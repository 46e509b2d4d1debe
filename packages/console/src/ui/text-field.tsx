import type { ReactNode } from 'react';
import { Field } from './field.tsx';

export type TextFieldProps = {
  readonly label: string;
  readonly aside?: string;
  readonly hint?: ReactNode;
  readonly error: string | undefined;
  readonly value: string;
  readonly placeholder?: string;
  /** Not shown while it is typed, and not kept by the browser. */
  readonly secret?: boolean;
  /** Words, not something technical. */
  readonly prose?: boolean;
  readonly onChange: (value: string) => void;
};

/** One line of text, with its label. */
export function TextField({
  secret = false,
  prose = false,
  value,
  placeholder,
  onChange,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      {(described) => (
        <input
          {...described}
          className={prose ? 'input' : 'input mono'}
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'new-password' : 'off'}
          spellCheck={prose}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
