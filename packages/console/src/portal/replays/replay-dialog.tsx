import { useId } from 'react';
import { useLocation } from 'wouter';
import { fieldErrors } from '../../api/field-errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { counted } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { ChoiceField } from '../deliveries/choice-field.tsx';
import type { Filter } from '../deliveries/read-filter.ts';
import { TimeField } from '../deliveries/time-field.tsx';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { describeReplayed, needsEndpoint, REPLAYED } from './describe-replay.ts';
import { useReplayDraft } from './use-replay-draft.ts';
import type { Replay, ReplayDraft } from './use-replays.ts';

const PATHS = ['status', 'endpoint_id', 'event_types', 'since', 'until', 'rate'];

type ReplayDialogProps = { readonly filter: Filter; readonly onClose: () => void };

/** Many deliveries again: what, how many that is, and then the start. */
export default function ReplayDialog({ filter, onClose }: ReplayDialogProps) {
  const [, navigate] = useLocation();
  const id = useId();
  const { draft, counting, starting, change } = useReplayDraft(draftOf(filter), () => {
    sayDone('The replay is started');
    onClose();
    navigate('/replays');
  });
  const error = starting.error ?? counting.error;
  const rest = fieldErrors(error).rest(PATHS);
  const matched = counting.data?.matched ?? 0;
  const isCounted = counting.data !== undefined && matched > 0;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Deliver again"
      note="Each delivery is started anew once, oldest first, under the same webhook-id."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={isCounted ? 'secondary' : 'primary'}
            type="submit"
            form={id}
            busy={counting.isPending}
          >
            Count
          </Button>
          {isCounted && (
            <Button variant="primary" busy={starting.isPending} onClick={() => starting.mutate()}>
              Replay {counted(matched, 'delivery', 'deliveries')}
            </Button>
          )}
        </>
      }
    >
      <form
        id={id}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!counting.isPending) counting.mutate();
        }}
      >
        <ReplayFields draft={draft} error={error} onChange={change} />
        {rest !== undefined && <Problem error={rest} />}
        <div aria-live="polite">{counting.data !== undefined && <Count counted={counting.data} />}</div>
      </form>
    </Dialog>
  );
}

function ReplayFields({
  draft,
  error,
  onChange,
}: {
  readonly draft: ReplayDraft;
  readonly error: unknown;
  readonly onChange: (changes: Partial<ReplayDraft>) => void;
}) {
  const { data: endpoints = [] } = useEndpoints();
  const errors = fieldErrors(error);
  const ids = endpoints.map(({ endpoint_id: endpointId }) => endpointId);
  return (
    <>
      <div className="grid-fields">
        <ChoiceField
          label="Deliveries that are"
          none="Choose one"
          small={false}
          error={errors.of('status')}
          value={draft.status}
          options={REPLAYED.map((status) => ({ value: status, name: describeReplayed(status) }))}
          onChange={(value) => {
            const status = REPLAYED.find((each) => each === value);
            if (status !== undefined) onChange({ status });
          }}
        />
        <ChoiceField
          label="Endpoint"
          none={needsEndpoint(draft.status) ? 'Choose one' : 'All'}
          small={false}
          error={errors.of('endpoint_id')}
          value={draft.endpoint}
          options={[...new Set([...ids, ...(draft.endpoint === '' ? [] : [draft.endpoint])])].map(
            (endpointId) => ({
              value: endpointId,
              name: endpointId,
            }),
          )}
          onChange={(endpoint) => onChange({ endpoint })}
        />
      </div>
      <TextField
        label="Event types"
        aside="optional, with commas between"
        placeholder="order.*"
        error={errors.of('event_types')}
        value={draft.types}
        onChange={(types) => onChange({ types })}
      />
      <div className="grid-fields">
        <TimeField
          label="Accepted from"
          small={false}
          error={errors.of('since')}
          value={draft.since === '' ? undefined : draft.since}
          onChange={(since) => onChange({ since })}
        />
        <TimeField
          label="To"
          small={false}
          error={errors.of('until')}
          value={draft.until === '' ? undefined : draft.until}
          onChange={(until) => onChange({ until })}
        />
        <TextField
          label="A second, at most"
          aside="optional"
          placeholder="10"
          error={errors.of('rate')}
          value={draft.rate}
          onChange={(rate) => onChange({ rate })}
        />
      </div>
    </>
  );
}

function Count({ counted: { matched, state, reason } }: { readonly counted: Replay }) {
  if (state === 'failed')
    return <Notice tone="bad">It could not be counted ({reason ?? 'without a reason'}).</Notice>;
  if (matched === 0)
    return <Notice>No delivery is like that. Choose another status, or a longer time.</Notice>;
  return (
    <Notice tone="warn">
      {counted(matched, 'delivery is', 'deliveries are')} like that. Each is made anew, with as many attempts
      as it takes.
    </Notice>
  );
}

/** What the list shows, as far as it can be delivered again. */
const draftOf = ({ status, endpoint = '', type = '', since = '', until = '' }: Filter): ReplayDraft => ({
  status: REPLAYED.find((each) => each === status) ?? 'DLQ',
  ...{ endpoint, types: type, since, until },
  rate: '',
});
