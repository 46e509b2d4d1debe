import { useSearchParams } from 'wouter';
import { type Filter, readFilter } from './read-filter.ts';

const NAMES = ['status', 'endpoint', 'type', 'since', 'until'] as const satisfies readonly (keyof Filter)[];

export function useFilter(): readonly [Filter, (change: Partial<Record<keyof Filter, string>>) => void] {
  const [search, setSearch] = useSearchParams();
  const change = (changes: Partial<Record<keyof Filter, string>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const name of NAMES) {
          const value = changes[name];
          if (value === '') next.delete(name);
          else if (value !== undefined) next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [readFilter(search), change];
}
