import * as z from 'zod';

/** As a value is refused: what was given, and what is allowed. */
export const allowed = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    `must be ${what}, not ${JSON.stringify(input)?.slice(0, 100) ?? 'left out'}`,
});

export const instant = z.iso.datetime({ offset: true, ...allowed('a time such as 2026-03-02T09:00:00Z') });
