import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client.ts';
import type { paths } from '../../api/schema.ts';

/** As it is read: with what came of its last day. */
export type Endpoint =
  paths['/v1/endpoints']['get']['responses'][200]['content']['application/json']['endpoints'][number];

/** As a change answers it. */
export type ChangedEndpoint = Schemas['Endpoint'];

const REFRESH_MS = 15_000;

export const ENDPOINTS = ['endpoints'] as const;

export const useEndpoints = () =>
  useQuery({
    queryKey: ENDPOINTS,
    queryFn: async () => (await answerOf(api.GET('/v1/endpoints'))).endpoints,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
