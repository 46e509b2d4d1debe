import { MapPinOff } from 'lucide-react';
import { Link } from 'wouter';
import { Card } from './card.tsx';
import { EmptyState } from './empty-state.tsx';
import { Page } from './page.tsx';

export function NotFound() {
  return (
    <Page title="Not found">
      <Card flush>
        <EmptyState
          icon={<MapPinOff size={20} />}
          title="There is no such page"
          action={
            <Link href="/" className="button">
              To the overview
            </Link>
          }
        >
          <p>The address may be of an earlier version, or mistyped.</p>
        </EmptyState>
      </Card>
    </Page>
  );
}
