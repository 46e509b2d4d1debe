import { Badge } from '../../ui/badge.tsx';
import { describeEventStatus, type EventStatus } from './describe-delivery.ts';

export function EventBadge({ status }: { readonly status: EventStatus }) {
  const { name, tone } = describeEventStatus(status);
  return <Badge tone={tone}>{name}</Badge>;
}
