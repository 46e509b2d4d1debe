import { Link2Off } from 'lucide-react';
import { useEffect } from 'react';
import { Code } from '../../ui/code.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export type WhyEnded =
  | 'no_link'
  | 'portal_link_expired'
  | 'portal_link_revoked'
  | 'tenant_suspended'
  | 'portal_only';

const WORDS: Readonly<Record<WhyEnded, { readonly title: string; readonly text: string }>> = {
  no_link: {
    title: 'Open this page by a link',
    text: 'The portal is opened by a link that has a key in it. The page keeps the key only while it is open: after it was closed or loaded again, open the link again, or ask for a new one.',
  },
  portal_link_expired: {
    title: 'This link has expired',
    text: 'Links to the portal are good for a while only. Ask whoever gave it to you for a new one.',
  },
  portal_link_revoked: {
    title: 'This link was revoked',
    text: 'Somebody ended it before its time. If you should have access, ask for a new one.',
  },
  tenant_suspended: {
    title: 'This account is suspended',
    text: 'Nothing can be seen or changed until whoever runs the gateway resumes it. Ask them.',
  },
  portal_only: {
    title: 'This is an API key, not a link',
    text: 'An ordinary API key can do more than a browser should be trusted with. Make a link with it instead.',
  },
};

/** Instead of all pages. What was open is still behind it, and comes back with a good link to the same address. */
export function LinkEnded({ why }: { readonly why: WhyEnded }) {
  const { title, text } = WORDS[why];
  useEffect(() => {
    document.title = `${title} · Switchyard`;
  }, [title]);
  return (
    <main className="link-ended">
      <EmptyState icon={<Link2Off size={20} />} title={title} isPage>
        <p>{text}</p>
      </EmptyState>
      {why !== 'tenant_suspended' && (
        <div className="stack">
          <p className="muted">How to make one, as the owner of the API key:</p>
          <Code
            label="the request that makes a link"
            head="Request"
            wrap
            text={`curl -X POST ${window.location.origin}${API_PATH}/v1/portal-links -H 'Authorization: Bearer <API key>'`}
          />
          <p className="muted">or as the operator:</p>
          <Code
            label="the command that makes a link"
            head="Command"
            wrap
            text="npx -y pnpm cli portal-link <tenant>"
          />
        </div>
      )}
    </main>
  );
}

/** What stands before the portal's own path: nothing, or a stage. */
const API_PATH = window.location.pathname.split('/v1/portal')[0] ?? '';
