import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { sayDone } from '../../ui/toast.tsx';
import { useSession } from '../session/session.tsx';
import { describeAuth } from './describe-auth.ts';
import { draftOf, type EndpointDraft } from './draft.ts';
import { changedBody } from './draft-body.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { type ReadEndpoint, useRereadEndpoints } from './use-endpoint.ts';
import type { ChangedEndpoint } from './use-endpoints.ts';

type Stored = { readonly endpoint: ChangedEndpoint; readonly etag: string | undefined };

/** The form is filled once: what is read again in the meantime does not take away what was typed. */
export function EndpointSettingsTab({ read }: { readonly read: ReadEndpoint }) {
  const { access } = useSession();
  const [from, setFrom] = useState<Stored>(read);
  const [draft, setDraft] = useState(() => draftOf(read.endpoint));
  const reread = useRereadEndpoints();
  const id = from.endpoint.endpoint_id;
  const saving = useMutation({
    mutationFn: async (sent: EndpointDraft) => {
      const { filter: _, ...body } = changedBody(sent, draftOf(from.endpoint));
      const asked = api.PATCH('/v1/endpoints/{endpoint_id}', {
        params: {
          path: { endpoint_id: id },
          header: from.etag === undefined ? {} : { 'If-Match': from.etag },
        },
        body,
      });
      const endpoint = await answerOf(asked);
      return { endpoint, etag: (await asked).response.headers.get('etag') ?? undefined };
    },
    onSuccess: async (saved, sent) => {
      setFrom(saved);
      // What was typed while it was stored is not taken away.
      setDraft((now) => (now === sent ? draftOf(saved.endpoint) : now));
      sayDone('Saved', 'It counts for deliveries within a minute.');
      await reread(id);
    },
  });
  const startAgain = () => {
    setFrom(read);
    setDraft(draftOf(read.endpoint));
    saving.reset();
  };
  const isStale = read.etag !== from.etag && !saving.isPending;
  const { auth, tls } = from.endpoint;
  return (
    <div className="stack narrow">
      {access === 'read' && (
        <Notice>This link is for reading only: what you change here cannot be saved.</Notice>
      )}
      {isStale && (
        <Notice tone="warn">
          <div className="row" data-apart="">
            <span>It was changed elsewhere since you opened this form.</span>
            <Button size="small" onClick={startAgain}>
              Load what is stored
            </Button>
          </div>
        </Notice>
      )}
      <EndpointForm
        draft={draft}
        onChange={setDraft}
        onSubmit={() => {
          if (!saving.isPending) saving.mutate(draft);
        }}
        error={saving.error}
        isNew={false}
        {...(auth === null ? {} : { authNow: describeAuth(auth) })}
        {...(tls === null ? {} : { tlsNow: tls })}
        buttons={
          access === 'full' && (
            <>
              <Button type="submit" variant="primary" busy={saving.isPending}>
                Save
              </Button>
              <Button onClick={startAgain}>Discard changes</Button>
            </>
          )
        }
      />
    </div>
  );
}
