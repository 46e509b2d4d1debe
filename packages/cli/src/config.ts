import * as z from 'zod';

export const configSchema = z.object({
  SWITCHYARD_STACK: z
    .string()
    .optional()
    .transform((name) => (name === '' ? undefined : name))
    .describe('Stack that operator commands work on when --stack is not given; empty: the local stack.'),
});
