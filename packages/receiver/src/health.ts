import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { receiverRoute } from './receiver.ts';

const healthy = z.object({ status: z.literal('healthy'), service: z.literal('receiver') });

export const health = receiverRoute({
  method: 'GET',
  path: '/health',
  access: 'public',
  schema: {
    operationId: 'health',
    summary: 'Is it up?',
    tags: ['Operation'],
    response: { 200: described('It is up.', healthy) },
  },
  answer: async () => ({ status: 'healthy' as const, service: 'receiver' as const }),
  examples: () => [{ name: 'healthy', summary: 'It is up' }],
});
