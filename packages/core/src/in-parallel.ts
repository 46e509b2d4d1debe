/**
 * Does the work for each of many, a few at a time.
 *
 * @returns the results in the order of the items
 * @throws what the first that failed threw; those that are under way go on, no others are begun
 */
export async function inParallel<T, Result>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<Result>,
): Promise<Result[]> {
  const waiting = [...items].entries();
  const results: Result[] = [];
  let isFailed = false;
  const lane = async () => {
    for (const [index, item] of waiting) {
      if (isFailed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        isFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

export const chunksOf = <T>(items: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
