import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { queries } from '../../ui/queries.ts';
import { StrangeText } from '../../ui/strange-text.tsx';
import { isOutcomeUnknown } from '../api/call-error.ts';
import type { WrittenInput } from '../api/command-line.ts';
import { useCommandLine } from './console-context.tsx';
import { RunProgress } from './run-progress.tsx';
import { type RunState, useRun } from './run-state.ts';

export type Action = {
  readonly name: string;
  readonly input: WrittenInput;
  /** What its button says: "Suspend". */
  readonly verb: string;
  /** It cannot be taken back, or takes something out of service. */
  readonly danger?: boolean;
};

/** Everything is read again: what an action changes shows on several pages. */
const readAgain = () => void queries.invalidateQueries();

/** An action from its question, with its count, to what became of it. */
export function ActionDialog({ action, onClose }: { readonly action: Action; readonly onClose: () => void }) {
  const { name, input, verb, danger = false } = action;
  const toLine = useCommandLine();
  const { state, leave } = useRun(name, input, readAgain);
  const close = () => {
    leave();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={titleOf(state)}
      foot={<Foot state={state} verb={verb} danger={danger} close={close} />}
    >
      <div className="stack">
        <Body state={state} />
        <CopyLine text={toLine(name, input)} what="the command" />
      </div>
    </Dialog>
  );
}

/** A question, and what follows from a yes. */
function partsOf(question: string): readonly [question: string, rest: string] {
  const end = question.indexOf('?') + 1;
  return end === 0 ? [question, ''] : [question.slice(0, end), question.slice(end).trim()];
}

function titleOf(state: RunState): ReactNode {
  switch (state.at) {
    case 'asking':
      return <StrangeText text={partsOf(state.question)[0]} />;
    case 'working':
      return 'Working';
    case 'done':
      return 'Done';
    case 'failed':
      return isOutcomeUnknown(state.error) ? 'Not known whether it was done' : 'Not done';
  }
}

type FootProps = {
  readonly state: RunState;
  readonly verb: string;
  readonly danger: boolean;
  readonly close: () => void;
};

function Foot({ state, verb, danger, close }: FootProps) {
  if (state.at !== 'asking') return <Button onClick={close}>Close</Button>;
  return (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button variant={danger ? 'danger' : 'primary'} onClick={() => state.answer(true)}>
        {verb}
      </Button>
    </>
  );
}

function Body({ state }: { readonly state: RunState }) {
  switch (state.at) {
    case 'asking':
      return (
        <p>
          <StrangeText text={partsOf(state.question)[1]} />
        </p>
      );
    case 'working':
      return <RunProgress progress={state.progress} />;
    case 'done':
      return (
        <p className="command-said" role="status">
          <StrangeText text={state.text} />
        </p>
      );
    case 'failed':
      return <Problem error={state.error} />;
  }
}
