import { Skeleton } from '../../ui/skeleton.tsx';

/** The page's shape, while its numbers are on their way. */
export function OverviewSkeleton() {
  return (
    <div className="stack" role="status" aria-label="Loading">
      <div className="card stats">
        {['Accepted', 'Delivered', 'Failed', 'Held', 'Dead'].map((name) => (
          <div key={name} className="stat stack" data-tight="">
            <Skeleton width="4.5rem" />
            <Skeleton width="3.5rem" height="1.75rem" />
          </div>
        ))}
      </div>
      <div className="card card-body">
        <Skeleton height="13rem" />
      </div>
      <div className="card card-body stack">
        <Skeleton width="60%" />
        <Skeleton width="80%" />
        <Skeleton width="70%" />
      </div>
    </div>
  );
}
