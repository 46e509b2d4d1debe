import { RefreshCw } from 'lucide-react';
import { Button } from '../../ui/button.tsx';

export type RefreshButtonProps = {
  readonly of: { readonly isFetching: boolean; readonly refetch: () => unknown };
};

export function RefreshButton({ of }: RefreshButtonProps) {
  return (
    <Button
      busy={of.isFetching}
      icon={<RefreshCw size={14} aria-hidden="true" />}
      onClick={() => void of.refetch()}
    >
      Read again
    </Button>
  );
}
