import { QueryClient } from '@tanstack/react-query';
import { describeError } from './describe-error.ts';

const RETRIES = 2;

/** What was read, and reading it again. What is written is never repeated by itself. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < RETRIES && describeError(error).mayRetry,
      retryDelay: (count) => 400 * 2 ** count,
      staleTime: 5000,
      // Whether there is a network is found out by asking: what the browser says of it is often wrong.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
