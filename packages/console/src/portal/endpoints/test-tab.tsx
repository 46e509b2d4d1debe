import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useId, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSession } from '../session/session.tsx';
import { parseObject } from './parse-object.ts';
import { TestDelivery } from './test-delivery.tsx';
import type { Endpoint } from './use-endpoints.ts';

const PATHS = ['event_type', 'data'];

/** Sends a real event to this endpoint alone, and shows what it answers. */
export function TestTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const { access } = useSession();
  const [type, setType] = useState('');
  const [data, setData] = useState('');
  const id = useId();
  const endpointId = endpoint.endpoint_id;
  const sending = useMutation({
    mutationFn: async () => {
      const body = {
        ...(type.trim() === '' ? {} : { event_type: type.trim() }),
        ...(data.trim() === '' ? {} : { data: parseObject('data', data, '{"order_id": 1042}') }),
      };
      const params = { path: { endpoint_id: endpointId } };
      return answerOf(api.POST('/v1/endpoints/{endpoint_id}/test', { params, body }));
    },
  });
  const errors = fieldErrors(sending.error);
  const rest = errors.rest(PATHS);
  if (access === 'read')
    return (
      <Notice>This link is for reading only. Sending a test event needs a link with full access.</Notice>
    );
  return (
    <div className="columns">
      <Card title="Send a test event" note="A real event: signed, and delivered to this endpoint alone.">
        <form
          id={id}
          className="fieldset"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!sending.isPending) sending.mutate();
          }}
        >
          <TextField
            label="Event type"
            aside="optional"
            placeholder="switchyard.test"
            error={errors.of('event_type')}
            value={type}
            onChange={setType}
          />
          <Field label="Data" aside="optional, as JSON" error={errors.of('data')}>
            {(field) => (
              <textarea
                {...field}
                className="input mono"
                spellCheck={false}
                rows={5}
                placeholder={'{ "order_id": 1042 }'}
                value={data}
                onChange={(event) => setData(event.currentTarget.value)}
              />
            )}
          </Field>
          {rest !== undefined && <Problem error={rest} />}
          <div>
            <Button
              type="submit"
              variant="primary"
              busy={sending.isPending}
              icon={<Send size={15} aria-hidden="true" />}
            >
              Send test event
            </Button>
          </div>
        </form>
      </Card>
      {sending.data !== undefined && (
        <TestDelivery key={sending.data.event_id} eventId={sending.data.event_id} endpointId={endpointId} />
      )}
    </div>
  );
}
