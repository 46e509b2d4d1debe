import { Badge } from '../../ui/badge.tsx';
import { type Breaker, describeStatus, type EndpointStatus } from './endpoint-status.ts';

export type StatusBadgeProps = { readonly status: EndpointStatus; readonly breaker: Breaker };

export function StatusBadge({ status, breaker }: StatusBadgeProps) {
  const { name, tone } = describeStatus(status, breaker);
  return <Badge tone={tone}>{name}</Badge>;
}
