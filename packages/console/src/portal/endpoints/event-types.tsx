import { StrangeText } from '../../ui/strange-text.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

export type EventTypesProps = {
  readonly types: readonly string[];
  readonly filter?: object | null;
  /** Tags that are shown; how many more there are is said. */
  readonly most?: number;
};

export function EventTypes({ types, filter, most = 2 }: EventTypesProps) {
  const more = types.slice(most);
  return (
    <span className="row tags">
      {types.length === 0 && <span className="muted">All types</span>}
      {types.slice(0, most).map((type) => (
        <span key={type} className="tag">
          <StrangeText text={type} most={60} />
        </span>
      ))}
      {more.length > 0 && (
        <Tooltip text={more.join(', ')}>
          <span className="muted small">and {more.length} more</span>
        </Tooltip>
      )}
      {filter != null && <span className="tag">filtered</span>}
    </span>
  );
}
