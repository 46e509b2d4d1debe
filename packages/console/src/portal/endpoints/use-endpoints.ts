import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client.ts';

export type Endpoint = Schemas['Endpoint'];

const REFRESH_MS = 15_000;

export const ENDPOINTS = ['endpoints'] as const;

export const useEndpoints = () =>
  useQuery({
    queryKey: ENDPOINTS,
    queryFn: async () => (await answerOf(api.GET('/v1/endpoints'))).endpoints,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
