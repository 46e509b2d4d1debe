import { Webhook } from 'standardwebhooks';

export type Receipt = {
  readonly at: number;
  readonly targetUrl: string;
  readonly webhookId: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: Answer;
};

/** What an endpoint answers: a status, or none. */
export type Answer =
  | { readonly status: number; readonly retryAfterMs?: number; readonly afterMs?: number }
  | { readonly error: 'connection' | 'timeout'; readonly afterMs?: number };

export type Behaviour = (request: { readonly webhookId: string; readonly nth: number }) => Answer;

/** The tenants' endpoints: what each was sent, and what it answers. */
export function createReceivers() {
  const receipts: Receipt[] = [];
  const behaviours = new Map<string, Behaviour>();
  return {
    receipts,
    /** Until another behaviour is set; 200 when none is. */
    behave: (targetUrl: string, behaviour: Behaviour): void => void behaviours.set(targetUrl, behaviour),
    /** @returns what it answers; it has seen the request then */
    receive(
      at: number,
      targetUrl: string,
      { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
    ): Answer {
      const webhookId = String(headers['webhook-id']);
      const nth = receipts.filter((seen) => seen.targetUrl === targetUrl && seen.webhookId === webhookId);
      const answer = behaviours.get(targetUrl)?.({ webhookId, nth: nth.length + 1 }) ?? { status: 200 };
      receipts.push({ at, targetUrl, webhookId, body: Buffer.from(body), headers, answer });
      return answer;
    },
  };
}

export type Receivers = ReturnType<typeof createReceivers>;

/** Whether the public library accepts the request under a secret; its own clock, so the age is not looked at. */
export function isSignedWith(secret: string, { headers, body, webhookId }: Receipt): boolean {
  const timestamp = new Date(Number(headers['webhook-timestamp']) * 1_000);
  const expected = new Webhook(secret).sign(webhookId, timestamp, body.toString('utf8'));
  return headers['webhook-signature']?.split(' ').includes(expected) === true;
}
