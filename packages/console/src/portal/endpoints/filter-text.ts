/** A filter as text to be changed: a line for each member, lists of plain values on one. */
export const filterText = (filter: object | null): string =>
  filter === null ? '' : JSON.stringify(filter, null, 2).replace(/\[\s+([^[\]{}]*?)\s+\]/g, oneLine);

const oneLine = (_: string, values: string): string => `[${values.replaceAll(/,\s+/g, ', ')}]`;
