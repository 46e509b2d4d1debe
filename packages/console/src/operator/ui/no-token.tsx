import { Link2Off } from 'lucide-react';
import { useEffect } from 'react';
import { Code } from '../../ui/code.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Instead of all pages. */
export function NoToken() {
  useEffect(() => {
    document.title = 'Open the printed address · Switchyard';
  }, []);
  return (
    <main className="link-ended">
      <EmptyState icon={<Link2Off size={20} />} title="Open the address that was printed">
        <p>
          The console is opened by an address that has a token in it, which the page keeps only while it is
          open: after it was loaded again, open the address again. It is good until the command ends.
        </p>
      </EmptyState>
      <Code label="the command that serves the console" head="Command" wrap text="npx -y pnpm cli console" />
    </main>
  );
}
