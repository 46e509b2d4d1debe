import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './error-boundary.tsx';
import { queries } from './queries.ts';
import { applyTheme, readTheme } from './theme.ts';
import { Toasts } from './toast.tsx';

/** Puts a set of pages into the document, with what all of them need around them. */
export function startApp(pages: ReactNode): void {
  applyTheme(readTheme());
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root.');
  createRoot(root).render(
    <StrictMode>
      {/* The policy of the page allows no style elements that a script makes. */}
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queries}>
          <Tooltip.Provider delay={350}>
            <ErrorBoundary>{pages}</ErrorBoundary>
            <Toasts />
          </Tooltip.Provider>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
