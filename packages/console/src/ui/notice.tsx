import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

/** Something to know before going on. */
export function Notice({ tone = 'info', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  const Icon = tone === 'warn' || tone === 'bad' ? TriangleAlert : Info;
  return (
    <div className="notice" data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
