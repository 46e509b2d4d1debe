import { Toast as BaseToast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { IconButton } from './button.tsx';
import { describeError } from './describe-error.ts';

const toasts = BaseToast.createToastManager();

/** Says in passing that something was done. */
export const sayDone = (title: string, description?: string): void =>
  void toasts.add({ title, type: 'good', ...(description === undefined ? {} : { description }) });

/** Says that something failed which has no form to say it in. It stays until it is closed. */
export function sayFailed(title: string, error: unknown): void {
  toasts.add({ title, description: describeError(error).detail, type: 'bad', timeout: 0, priority: 'high' });
}

/** Around the whole page. */
export function Toasts() {
  return (
    <BaseToast.Provider toastManager={toasts} limit={4}>
      <BaseToast.Portal>
        <BaseToast.Viewport className="toasts">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

function ToastList() {
  const manager = BaseToast.useToastManager();
  return manager.toasts.map((toast) => (
    <BaseToast.Root key={toast.id} toast={toast} className="toast" data-tone={toast.type}>
      {toast.type === 'bad' ? (
        <CircleAlert size={16} aria-hidden="true" />
      ) : (
        <CircleCheck size={16} aria-hidden="true" />
      )}
      <div className="toast-text">
        <BaseToast.Title className="toast-title" render={<p />} />
        <BaseToast.Description className="toast-description" />
      </div>
      <IconButton label="Close" onClick={() => manager.close(toast.id)}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </BaseToast.Root>
  ));
}
