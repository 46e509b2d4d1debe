import { Field } from '../../ui/field.tsx';
import { useCommand } from '../api/use-command.ts';

export type TenantFieldProps = {
  readonly value: string;
  readonly onChange: (tenantId: string) => void;
  /** What no tenant stands for; absent: one has to be chosen. */
  readonly all?: string;
};

/** One of the tenants that there are. */
export function TenantField({ value, onChange, all = 'Choose one' }: TenantFieldProps) {
  const { data } = useCommand('tenants list');
  const ids = data?.tenants.map(({ tenant_id }) => tenant_id) ?? [];
  // The address may name one that is gone.
  const shown = value === '' || ids.includes(value) ? ids : [value, ...ids];
  return (
    <Field label="Tenant">
      {(field) => (
        <select
          {...field}
          className="input select"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">{all}</option>
          {shown.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
