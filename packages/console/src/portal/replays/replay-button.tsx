import { History } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import type { Filter } from '../deliveries/read-filter.ts';

const ReplayDialog = lazy(() => import('./replay-dialog.tsx'));

/** Asks what is to be delivered again, beginning with what the list shows. */
export function ReplayButton({ filter }: { readonly filter: Filter }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon={<History size={15} aria-hidden="true" />} onClick={() => setOpen(true)}>
        Replay…
      </Button>
      {isOpen && (
        <Suspense>
          <ReplayDialog filter={filter} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
