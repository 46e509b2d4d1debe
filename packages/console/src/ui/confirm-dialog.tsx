import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Problem } from './problem.tsx';

export type ConfirmDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** As a question that names what it is about: "Purge 42 dead letters of acme?" */
  readonly title: string;
  /** What will be different after it, and whether it can be undone. */
  readonly children: ReactNode;
  /** What the button says: the deed, with its count. */
  readonly action: string;
  /** Has to be typed before the deed is done. */
  readonly typed?: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
};

/** Asks before something that cannot be taken back, or that touches many. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onClose,
    title,
    children,
    action,
    typed,
    danger = false,
    busy = false,
    error,
    onConfirm,
  } = props;
  const [text, setText] = useState('');
  const id = useId();
  const isReady = typed === undefined || text === typed;
  const close = () => {
    setText('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      foot={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            type="submit"
            form={id}
            busy={busy}
            disabled={!isReady}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !busy) onConfirm();
        }}
      >
        <div>{children}</div>
        {typed !== undefined && (
          <Field
            label={
              <>
                Type <code>{typed}</code> to confirm
              </>
            }
          >
            {(field) => (
              <input
                {...field}
                className="input mono"
                autoComplete="off"
                spellCheck={false}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        {error !== undefined && error !== null && <Problem error={error} />}
      </form>
    </Dialog>
  );
}
