import type { OperatorNotice } from './operational-event.ts';

/** Where operators hear of all tenants' endpoints. */
export type OperatorTopic = {
  /** Resolves once the topic has it; what is published twice has the same `event_id`. */
  publish(notice: OperatorNotice): Promise<void>;
};
