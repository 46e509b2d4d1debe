import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatMs } from '../../ui/format.ts';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { Tone } from '../../ui/tone.ts';
import type { StoryAnswer, StoryStep } from '../api/answers.ts';
import { conversationHref } from '../ui/hrefs.ts';

/** A time line: in, accepted, each attempt, and where each delivery stands. */
export function StorySteps({ story: { callback, steps } }: { readonly story: StoryAnswer }) {
  return (
    <ol className="story">
      {callback !== null && <CallbackSteps callback={callback} />}
      {steps.map((step, index) => (
        <Step key={index} at={step.at} tone={toneOf(step)}>
          <strong>{NAMES[step.kind] ?? step.kind}</strong>{' '}
          {step.endpoint_id !== undefined && (
            <span className="muted">
              to <StrangeText text={step.endpoint_id} />
            </span>
          )}
          <p>
            <StepDetail step={step} />
          </p>
        </Step>
      ))}
    </ol>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  accepted: 'Accepted',
  attempt: 'Attempt',
  retry_scheduled: 'To be tried again',
  delivered: 'Delivered',
  dead_lettered: 'Given up',
  requeued: 'Requeued',
  held: 'Held',
  purged: 'Purged',
};

function CallbackSteps({ callback }: { readonly callback: NonNullable<StoryAnswer['callback']> }) {
  const { provider, provider_id, channel, from, to, received_at, routed_at, conversation_id } = callback;
  return (
    <>
      <Step at={received_at} tone="info">
        <strong>Callback</strong> <span className="muted">of {provider}</span>
        <p>
          {channel ?? ''} <StrangeText text={provider_id} most={200} />
          {from !== null && (
            <>
              {' '}
              from <StrangeText text={from} most={200} /> to <StrangeText text={to ?? ''} most={200} />
            </>
          )}
        </p>
        {conversation_id !== null && <Link href={conversationHref(conversation_id)}>Its conversation</Link>}
      </Step>
      {routed_at !== null && (
        <Step at={routed_at} tone="info">
          <strong>Routed</strong>
        </Step>
      )}
    </>
  );
}

type StepProps = { readonly at: string | null; readonly tone: Tone; readonly children: ReactNode };

const Step = ({ at, tone, children }: StepProps) => (
  <li data-tone={tone}>
    <span className="small muted">{at === null ? 'not known' : <Time at={at} show="clock" />}</span>
    <div>{children}</div>
  </li>
);

function StepDetail({ step }: { readonly step: StoryStep }) {
  switch (step.kind) {
    case 'accepted':
      return (
        <StrangeText
          text={`for ${step.endpoint_ids?.join(', ') || 'no endpoint: none wants it'}`}
          most={400}
        />
      );
    case 'attempt':
      return (
        <>
          {step.attempt} of generation {step.generation}: {step.status_code ?? step.error ?? 'no answer'} in{' '}
          {formatMs(step.duration_ms ?? 0)}
          {step.response_body !== undefined && step.response_body !== '' && (
            <span className="small muted">
              <br />
              <StrangeText text={step.response_body} most={300} />
            </span>
          )}
        </>
      );
    case 'retry_scheduled':
      return (
        <>
          attempt {step.attempt}
          {step.due_at !== undefined && (
            <>
              {' '}
              <Time at={step.due_at} />
            </>
          )}
        </>
      );
    case 'dead_lettered':
      return <>{(step.reason ?? '').replaceAll('_', ' ')}</>;
    case 'requeued':
      return <>generation {step.generation}, from attempt 1</>;
    case 'held':
      return <>until the endpoint is back in service</>;
    default:
      return null;
  }
}

function toneOf({ kind, status_code: status }: StoryStep): Tone {
  switch (kind) {
    case 'delivered':
      return 'good';
    case 'attempt':
      return status !== undefined && status >= 200 && status <= 299 ? 'good' : 'warn';
    case 'dead_lettered':
    case 'purged':
      return 'bad';
    case 'held':
    case 'retry_scheduled':
      return 'warn';
    default:
      return 'info';
  }
}
