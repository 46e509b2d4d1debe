import * as z from 'zod';

/** `limit` and `next_token` of a list. */
export function pageQuery({ most, usual }: { readonly most: number; readonly usual: number }) {
  const allowed = `must be a whole number from 1 to ${most}`;
  return {
    limit: z.coerce
      .number(allowed)
      .int(allowed)
      .min(1, allowed)
      .max(most, allowed)
      .default(usual)
      .meta({ description: `How many, 1 to ${most}.` }),
    next_token: z
      .string()
      // It names the filter, in which a type may be long.
      .max(4096)
      .optional()
      .meta({ description: 'Where the page before this one ended.' }),
  };
}
