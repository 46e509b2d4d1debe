import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

type Props = { readonly children: ReactNode };
type State = { readonly error: unknown };

/** What is shown where a page's own program failed, or could not be loaded after a new deployment. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <EmptyState
        icon={<TriangleAlert size={20} />}
        title="This page failed"
        action={<Button onClick={() => this.setState({ error: undefined })}>Show it again</Button>}
      >
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <p>If it fails again, open a new link: a new version may have been deployed.</p>
      </EmptyState>
    );
  }
}
