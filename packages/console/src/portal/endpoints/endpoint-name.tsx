import { StrangeText } from '../../ui/strange-text.tsx';

export type EndpointNameProps = {
  readonly endpoint_id: string;
  readonly target_url: string | null;
  readonly description: string | null;
};

/** An endpoint as its owner knows it: what it is for, else its address; and its id. */
export function EndpointName({ endpoint_id: id, target_url: url, description }: EndpointNameProps) {
  return (
    <span className="endpoint-name">
      <span className="truncate">
        <StrangeText text={description ?? url ?? 'no address'} most={120} />
      </span>
      <small className="truncate muted">
        {id}
        {description !== null && url !== null && (
          <>
            {' · '}
            <StrangeText text={url} most={120} />
          </>
        )}
      </small>
    </span>
  );
}
