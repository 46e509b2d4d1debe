import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

type Described = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
};

export type FieldProps = {
  readonly label: ReactNode;
  /** At the right of the label: "optional". */
  readonly aside?: ReactNode;
  readonly hint?: ReactNode;
  /** What the API, or the page, says is wrong with it. */
  readonly error?: string | undefined;
  /** Makes the input; what it is given ties it to label, hint and error. */
  readonly children: (field: Described) => ReactNode;
};

export function Field({ label, aside, hint, error, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const asideId = `${id}-aside`;
  const ids = [
    error === undefined ? undefined : errorId,
    aside === undefined ? undefined : asideId,
    hint === undefined ? undefined : hintId,
  ];
  const described = ids.filter((each) => each !== undefined).join(' ');
  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={id}>{label}</label>
        {aside !== undefined && <small id={asideId}>{aside}</small>}
      </div>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error !== undefined && (
        <p className="field-error" id={errorId}>
          <CircleAlert size={14} aria-hidden="true" />
          <span>{error}</span>
        </p>
      )}
      {hint !== undefined && (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
