import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { type Action, ActionDialog } from './action-dialog.tsx';

export type Begin = (action: Action) => void;

const ActionContext = createContext<Begin | undefined>(undefined);

/** Begins an action: it asks, works, and says what became of it, in a dialog over the page. */
export function useAction(): Begin {
  const begin = useContext(ActionContext);
  if (begin === undefined) throw new Error('There is nowhere to begin an action.');
  return begin;
}

export function Actions({ children }: { readonly children: ReactNode }) {
  const [begun, setBegun] = useState<{ readonly id: number; readonly action: Action }>();
  const begin = useCallback(
    (action: Action) => setBegun((last) => ({ id: (last?.id ?? 0) + 1, action })),
    [],
  );
  const [closedId, setClosed] = useState(0);
  return (
    <ActionContext.Provider value={begin}>
      {children}
      {begun !== undefined && begun.id !== closedId && (
        <ActionDialog key={begun.id} action={begun.action} onClose={() => setClosed(begun.id)} />
      )}
    </ActionContext.Provider>
  );
}
