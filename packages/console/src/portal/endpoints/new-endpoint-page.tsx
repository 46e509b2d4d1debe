import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { answerOf, api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { emptyDraft } from './draft.ts';
import { newBody } from './draft-body.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { useRereadEndpoints } from './use-endpoint.ts';

export default function NewEndpointPage() {
  const [draft, setDraft] = useState(emptyDraft);
  const [, navigate] = useLocation();
  const reread = useRereadEndpoints();
  const making = useMutation({
    mutationFn: async () => answerOf(api.POST('/v1/endpoints', { body: newBody(draft) })),
    onSuccess: () => reread(),
  });
  const made = making.data;
  return (
    <Page
      title="Add endpoint"
      note="It is in service at once, for events that are sent from now on."
      back={{ href: '/endpoints', name: 'Endpoints' }}
      narrow
    >
      <EndpointForm
        draft={draft}
        onChange={setDraft}
        onSubmit={() => {
          if (!making.isPending) making.mutate();
        }}
        error={making.error}
        isNew
        buttons={
          <>
            <Button type="submit" variant="primary" busy={making.isPending}>
              Add endpoint
            </Button>
            <Link href="/endpoints" className="button">
              Cancel
            </Link>
          </>
        }
      />
      {made !== undefined && (
        <SecretDialog
          title={`${made.endpoint_id} is in service`}
          secret={made.secret}
          publicKey={made.secrets[0]?.public_key ?? null}
          onClose={() => navigate(`/endpoints/${encodeURIComponent(made.endpoint_id)}?tab=test`)}
        />
      )}
    </Page>
  );
}
