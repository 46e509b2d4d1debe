import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { messageHref } from '../ui/hrefs.ts';
import { TenantField } from '../ui/tenant-field.tsx';

/** A message that a tenant sent, by the tenant's own id of it. */
export function FindMessage() {
  const [, navigate] = useLocation();
  const [tenant, setTenant] = useState('');
  const [id, setId] = useState('');
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (tenant !== '' && id.trim() !== '') navigate(messageHref(tenant, id.trim()));
  };
  return (
    <Card title="Sent messages" note="How far one has come, as its provider reported">
      <form className="stack" onSubmit={find}>
        <div className="columns">
          <TenantField value={tenant} onChange={setTenant} />
          <Field label="Message id" hint="The tenant's own, such as order-1042-shipped">
            {(field) => (
              <input
                {...field}
                className="input"
                autoComplete="off"
                value={id}
                onChange={(event) => setId(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        <div>
          <Button type="submit" disabled={tenant === '' || id.trim() === ''}>
            Show
          </Button>
        </div>
      </form>
    </Card>
  );
}
