import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

/** More than any certificate has; the API refuses what is too long by its own limit. */
const MOST_BYTES = 64 * 1024;

export type PemFieldProps = {
  readonly label: string;
  readonly aside: string;
  readonly placeholder: string;
  readonly error: string | undefined;
  readonly value: string;
  /** Not legible while it is pasted. */
  readonly secret?: boolean;
  readonly onChange: (value: string) => void;
};

/** A text of several lines, pasted or taken from a file. */
export function PemField({ label, aside, placeholder, error, value, secret, onChange }: PemFieldProps) {
  const files = useRef<HTMLInputElement>(null);
  return (
    <div className="stack" data-tight="">
      <Field label={label} aside={aside} error={error}>
        {(field) => (
          <textarea
            {...field}
            className="input mono"
            data-secret={secret}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            rows={5}
            placeholder={placeholder}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      <div>
        <input
          ref={files}
          type="file"
          hidden
          accept=".pem,.crt,.cer,.key,text/plain"
          onChange={async ({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) onChange(await file.slice(0, MOST_BYTES).text());
            // The same file may be taken again after it was changed.
            currentTarget.value = '';
          }}
        />
        <Button
          size="small"
          aria-label={`${label} from a file`}
          icon={<FileUp size={13} aria-hidden="true" />}
          onClick={() => files.current?.click()}
        >
          From a file
        </Button>
      </div>
    </div>
  );
}
