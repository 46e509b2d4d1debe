/** Where text will stand. */
export function Skeleton({ width = '100%', height }: { readonly width?: string; readonly height?: string }) {
  return <span className="skeleton" style={{ width, ...(height === undefined ? {} : { height }) }} />;
}

const LINES = ['70%', '92%', '84%', '58%', '77%', '66%', '88%', '73%'] as const;

/** Where a list will stand. */
export function SkeletonLines({ count = 4 }: { readonly count?: number }) {
  return (
    <div className="card-body stack" role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} width={LINES[index % LINES.length] ?? '80%'} />
      ))}
    </div>
  );
}
