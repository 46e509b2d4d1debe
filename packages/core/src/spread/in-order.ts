/**
 * What several sources have, each in this order, as one. Nothing is asked for further than it is needed.
 *
 * @param isBefore of two, whether the first comes first
 */
export async function* inOrder<Row>(
  sources: readonly AsyncGenerator<Row, void>[],
  isBefore: (one: Row, other: Row) => boolean,
): AsyncGenerator<Row, void> {
  const heads = await Promise.all(sources.map(headOf));
  for (;;) {
    const [first, ...others] = heads.filter((head) => head !== undefined);
    if (first === undefined) return;
    const next = others.reduce((best, head) => (isBefore(head.row, best.row) ? head : best), first);
    yield next.row;
    heads[heads.indexOf(next)] = await headOf(next.source);
  }
}

/** @returns undefined at the end */
async function headOf<Row>(source: AsyncGenerator<Row, void>) {
  const { value: row, done } = await source.next();
  return done || row === undefined ? undefined : { row, source };
}
