import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { ENDPOINTS, type Endpoint } from './use-endpoints.ts';

export type ReadEndpoint = {
  readonly endpoint: Endpoint;
  /** Of what was read: a change by somebody else in the meantime is then found out. */
  readonly etag: string | undefined;
};

const REFRESH_MS = 10_000;
const keyOf = (id: string) => ['endpoint', id];

export const useEndpoint = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: async (): Promise<ReadEndpoint> => {
      const asked = api.GET('/v1/endpoints/{endpoint_id}', { params: { path: { endpoint_id: id } } });
      const endpoint = await answerOf(asked);
      return { endpoint, etag: (await asked).response.headers.get('etag') ?? undefined };
    },
    refetchInterval: REFRESH_MS,
  });

/** After a change: what is shown of endpoints is read again. */
export function useRereadEndpoints(): (id?: string) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    const keys = [ENDPOINTS, ['overview'], ...(id === undefined ? [] : [keyOf(id)])];
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}

export type StatusAction = 'pause' | 'resume' | 'enable' | 'disable';

const DONE: Readonly<Record<StatusAction, string>> = {
  pause: 'Paused. What would be sent is held.',
  resume: 'Resumed. What was held is being sent on.',
  enable: 'Enabled. What was held is being sent on.',
  disable: 'Disabled. What would be sent is held.',
};

export function useChangeStatus(id: string) {
  const reread = useRereadEndpoints();
  return useMutation({
    mutationFn: (action: StatusAction) =>
      answerOf(api.POST(`/v1/endpoints/{endpoint_id}/${action}`, { params: { path: { endpoint_id: id } } })),
    onSuccess: async (_, action) => {
      sayDone(DONE[action]);
      await reread(id);
    },
    onError: (error, action) => sayFailed(`Could not ${action} ${id}`, error),
  });
}

export function useDeleteEndpoint(id: string, onDone: () => void) {
  const reread = useRereadEndpoints();
  return useMutation({
    mutationFn: () =>
      answerOf(api.DELETE('/v1/endpoints/{endpoint_id}', { params: { path: { endpoint_id: id } } })),
    onSuccess: async () => {
      sayDone(`Deleted ${id}`);
      onDone();
      await reread();
    },
  });
}
