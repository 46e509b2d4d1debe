import type * as z from 'zod';

/**
 * Reads each item of a list alone: one that is not as described, as after an edit by hand, is left out and takes no
 * other with it. Who asks for that one item by its name is told what is wrong.
 */
export const readEach = <Schema extends z.ZodType>(
  schema: Schema,
  items: readonly unknown[],
): z.output<Schema>[] =>
  items.flatMap((item) => {
    const read = schema.safeParse(item);
    return read.success ? [read.data] : [];
  });
