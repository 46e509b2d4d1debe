import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { useSession } from '../session/session.tsx';
import { FILTER_EXAMPLE } from './draft-body.ts';
import { filterText } from './filter-text.ts';
import { FilterTrial } from './filter-trial.tsx';
import { parseObject } from './parse-object.ts';
import { type ReadEndpoint, useRereadEndpoints } from './use-endpoint.ts';

/** The endpoint's filter, tried on events that really came while it is typed. */
export function FilterTab({ read }: { readonly read: ReadEndpoint }) {
  const { access } = useSession();
  const { endpoint } = read;
  const id = endpoint.endpoint_id;
  const stored = filterText(endpoint.filter);
  const [text, setText] = useState(stored);
  const [trialError, setTrialError] = useState<unknown>(null);
  const reread = useRereadEndpoints();
  const saving = useMutation({
    mutationFn: async () => {
      const filter = text.trim() === '' ? null : parseObject('filter', text, FILTER_EXAMPLE);
      const path = { endpoint_id: id };
      return answerOf(api.PATCH('/v1/endpoints/{endpoint_id}', { params: { path }, body: { filter } }));
    },
    onSuccess: async () => {
      sayDone(text.trim() === '' ? 'Filter taken away' : 'Filter saved', 'It counts within a minute.');
      await reread(id);
    },
  });
  const error = fieldErrors(saving.error).of('filter') ?? fieldErrors(trialError).of('filter');
  const rest = fieldErrors(saving.error).rest(['filter']);
  return (
    <div className="columns">
      <Card
        title="Filter"
        note="What the payload must be, in the syntax of EventBridge’s event patterns. Without one: any payload."
      >
        <form
          className="fieldset"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!saving.isPending) saving.mutate();
          }}
        >
          <Field label="Pattern" aside="JSON" error={error} hint={<Matchers />}>
            {(field) => (
              <textarea
                {...field}
                className="input mono"
                spellCheck={false}
                rows={12}
                placeholder={FILTER_EXAMPLE}
                value={text}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  saving.reset();
                }}
              />
            )}
          </Field>
          {rest !== undefined && <Problem error={rest} />}
          {access === 'full' && (
            <div className="row">
              <Button type="submit" variant="primary" busy={saving.isPending}>
                Save filter
              </Button>
              {text !== stored && <Button onClick={() => setText(stored)}>Back to what is stored</Button>}
            </div>
          )}
        </form>
      </Card>
      <FilterTrial endpoint={endpoint} text={text} onError={setTrialError} />
    </div>
  );
}

const Matchers = () => (
  <>
    Matchers: <code>prefix</code>, <code>suffix</code>, <code>equals-ignore-case</code>, <code>wildcard</code>
    , <code>anything-but</code>, <code>numeric</code>, <code>cidr</code>, <code>exists</code> and{' '}
    <code>$or</code>.
  </>
);
