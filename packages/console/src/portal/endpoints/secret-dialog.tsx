import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export type SecretDialogProps = {
  readonly title: string;
  /** null: the endpoint verifies with a public key. */
  readonly secret: string | null;
  readonly publicKey: string | null;
  readonly onClose: () => void;
};

/** Shows a secret the one time that it can be seen, and closes by its button alone. */
export function SecretDialog({ title, secret, publicKey, onClose }: SecretDialogProps) {
  const [isOpen, setOpen] = useState(true);
  const close = () => {
    setOpen(false);
    onClose();
  };
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      firm
      title={title}
      note={
        secret === null
          ? 'Verify deliveries with this public key. It is no secret, and can be looked up later.'
          : 'This is what deliveries are signed with. It is shown now and never again.'
      }
      foot={
        <Button variant="primary" onClick={close}>
          {secret === null ? 'Continue' : 'I have stored it'}
        </Button>
      }
    >
      <div className="stack">
        <CopyLine text={secret ?? publicKey ?? ''} what={secret === null ? 'the public key' : 'the secret'} />
        {secret !== null && (
          <p className="muted">
            Put it where your server reads its secrets from, such as an environment variable. Whoever has it
            can make requests that look like ours.
          </p>
        )}
      </div>
    </Dialog>
  );
}
