/** One figure of ours beside another that was measured in the same run. */
export type Row = {
  readonly what: string;
  readonly unit: string;
  /** Of each time that it was measured. */
  readonly own: readonly number[];
  /** What it stands beside, if anything that can be run here. */
  readonly beside?: { readonly name: string; readonly values: readonly number[] };
};

export type Section = { readonly title: string; readonly note: string; readonly rows: readonly Row[] };

/** What one run of `pnpm bench` measured, and where: `bench.json`. */
export type Run = { readonly machine: string; readonly sections: readonly Section[] };

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
    : (sorted[Math.floor(middle)] ?? Number.NaN);
}

/** Of ours over that beside it, medians of both; undefined where nothing stands beside it, or both are nothing. */
export function ratioOf({ own, beside }: Row): number | undefined {
  if (beside === undefined) return undefined;
  const ratio = median(own) / median(beside.values);
  return Number.isNaN(ratio) ? undefined : ratio;
}
