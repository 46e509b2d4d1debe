import * as z from 'zod';

/** Texts with commas between, as an environment variable holds them; none where it is empty. */
export const commaListSchema = z.string().transform((text) => text.split(',').filter((item) => item !== ''));
