import { parseObject } from '@switchyard/aws-local/json';
import type { Sent } from '@switchyard/local/load';
import {
  anEventRequest,
  type DeliveryCounter,
  type DevProcess,
  type Outgoing,
  readTreeUsage,
} from '@switchyard/local/measure';

/** A gateway that takes events over HTTP and sends each on to a receiver of this program. */
export type Target = {
  readonly name: string;
  readonly makeEvent: () => Outgoing;
  readonly isAccepted: (sent: Pick<Sent, 'status'>) => boolean;
  /** The id by which the receiver knows the event; undefined where the answer has none. */
  readonly eventIdOf: (sent: Pick<Sent, 'text'>) => string | undefined;
  readonly receiver: DeliveryCounter;
  /** Of its processes; absent where they are not known. */
  readonly cpuSeconds?: () => number;
};

export const ownTarget = (
  { pid, local }: Pick<DevProcess, 'pid' | 'local'>,
  apiKey: string,
  receiver: DeliveryCounter,
): Target => ({
  name: 'Switchyard',
  cpuSeconds: () => readTreeUsage(pid).cpuSeconds,
  makeEvent: () => anEventRequest(local.hooks_url, apiKey),
  isAccepted: ({ status }) => status === '201',
  eventIdOf: ({ text }) => {
    const id = parseObject(text)?.event_id;
    return typeof id === 'string' ? id : undefined;
  },
  receiver,
});
