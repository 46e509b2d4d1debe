/** The first page of the documentation, in CommonMark. */
export const DESCRIPTION = `
Send an event once; Switchyard signs it and delivers it to each of your endpoints, retries while an endpoint is down,
and keeps what could not be delivered until somebody requeues it.

The same document as [Swagger UI](docs), as [Redoc](redoc) and as [OpenAPI 3.1](openapi.json).

## Authentication

Every request carries your API key: \`Authorization: Bearer sy_live_…\`. The operator of this gateway gives it to you,
and it is shown once. Without a valid key the answer is 401; while your tenant is suspended it is 403. A key sees
its own tenant's events only: another tenant's event answers 404, as if there were none.

\`\`\`sh
curl -X POST "$SWITCHYARD_URL/v1/events" \\
  -H "Authorization: Bearer $SWITCHYARD_API_KEY" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: order-1042-paid" \\
  -d '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90"}}'
\`\`\`

## Events and deliveries

An event is any JSON object up to 256 KiB. Its bytes are stored, signed and delivered exactly as you sent them.
Up to 500 can be sent in one request of up to 4 MiB: \`Content-Type: application/x-ndjson\`, one on each line. Each
line has its own result, in their order, and such a request counts as one where requests are limited.
A top-level string \`type\` selects the endpoints that subscribed to it. Each of them gets a delivery of its own,
with its own attempts:

| status | meaning |
|---|---|
| \`PENDING\` | waiting for its first attempt |
| \`FAILED\` | the last attempt failed; the next one is scheduled |
| \`DELIVERED\` | the endpoint answered 2xx |
| \`DLQ\` | given up and dead-lettered; \`reason\` says why, and it can be retried |
| \`HELD\` | the endpoint is paused; nothing is lost |
| \`PURGED\` | an operator deleted the dead letter |

An event's status is that of its worst-off delivery, or \`UNMATCHED\` when no endpoint subscribed to its type.
Events are kept for 30 days.

## Event types

\`GET /v1/event-types\` lists the types of your events. You may register one, with a description and a JSON Schema
(2020-12). With \`validate\`, an event of that type is accepted only if it matches; otherwise the answer is 422 and names
the path of what is wrong. Nothing needs to be registered to be sent.

## Messages

A message that you send through Twilio or Resend can be registered here (\`PUT /v1/messages/{message_id}\`). What the
provider then reports on it can be read with the message, and becomes an event for your endpoints:

| type | meaning |
|---|---|
| \`message.delivered\`, \`email.delivered\` | it arrived at the person's device or mail server |
| \`message.read\` | the person read it (WhatsApp) |
| \`message.failed\` | it will not arrive; \`data.status\` says undelivered, failed or suppressed |
| \`email.opened\`, \`email.clicked\` | one event for each report |
| \`email.delivery_delayed\` | not yet: deferred, blocked, the mailbox is full; the mail may still arrive, or have arrived |
| \`email.bounced\`, \`email.complained\` | refused by the mail server; marked as spam |

\`\`\`json
{
  "type": "message.delivered",
  "version": "1.0",
  "timestamp": "2026-03-02T11:40:03.871Z",
  "data": {
    "message_id": "order-1042-shipped",
    "external_id": "SM0123456789abcdef0123456789abcdef",
    "channel": "sms",
    "status": "delivered",
    "occurred_at": "2026-03-02T11:40:03.871Z",
    "error_code": null,
    "details": {}
  }
}
\`\`\`

When a person writes to a number or mailbox of yours, that is an event too, \`message.received\`:

\`\`\`json
{
  "type": "message.received",
  "version": "1.0",
  "timestamp": "2026-03-02T11:52:10.004Z",
  "data": {
    "channel": "email",
    "from": "ada@example.org",
    "to": "support@acme.example",
    "recipient": "support@acme.example",
    "subject": "Re: your order",
    "body": "Thank you!",
    "media": [{ "filename": "photo.jpg", "content_type": "image/jpeg", "size_bytes": 48213 }],
    "message_id": "mail:5f2c…",
    "conversation_id": null,
    "matched_by": null,
    "details": { "message_id": "<1@example.org>", "in_reply_to": "<0@acme.example>" },
    "authentication": {
      "spf": "pass",
      "dkim": [{ "domain": "example.org", "result": "pass" }],
      "aligned": true,
      "from_domain": "example.org",
      "trustworthy": true,
      "anomalies": []
    },
    "truncated": []
  }
}
\`\`\`

\`details\` has what the channel says besides: a location, a button, an opt-out, a mail's html and threading headers.
**Anybody can write any address into a mail**: believe \`from\` only where \`authentication.aligned\` is true; it is null for
SMS and WhatsApp, whose sender the provider vouches for. \`matched_by\` says by which of the sender's addresses the
conversation was found. A mail's \`envelope_rewritten\` is an address that any server may have written: it proves nothing. An event has 256 KiB at most: what was cut or left out is named in \`truncated\`.

Reports come late, twice and out of order. A message's status never moves back, each report is one event and one entry
of the timeline, and a report that came too late to change the status is an event all the same: order them by
\`data.occurred_at\`. Messages are kept for 30 days.

## Operational events

An endpoint can be told of your other endpoints. Name the types in its \`event_types\`, one by one or as \`endpoint.*\`
and \`delivery.*\`; an endpoint that takes all types (\`*\`, or none named) does not get them, and none is told of itself.
They are signed and retried as your own events are, and \`source.provider\` of such an event is \`switchyard\`.

- \`endpoint.failing\`: it failed so often that deliveries are held until it answers. An endpoint that goes up and down is told of once a minute at most.
- \`endpoint.disabled\`: \`reason\` is \`gone\` (it answered 410), \`failing_too_long\` or \`by_hand\`. Deliveries are held until you enable it.
- \`endpoint.recovered\`: requests are made again, because a probe was \`answered\`, somebody \`enabled\` it, or \`target_changed\`.
- \`delivery.exhausted\`: a delivery was given up. It is told of once for each time that it was started anew, and not when it was an operational event itself.

\`\`\`json
{
  "type": "endpoint.failing",
  "version": "1.0",
  "timestamp": "2026-03-02T12:03:41.512Z",
  "data": {
    "endpoint_id": "orders-eu",
    "target_host": "hooks.acme.example",
    "reason": "failures",
    "detail": null,
    "failing_since": "2026-03-02T12:02:30.004Z",
    "failures_in_a_row": 23,
    "last_error": "http_503",
    "next_probe_at": "2026-03-02T12:04:11.512Z"
  }
}
\`\`\`

\`\`\`json
{
  "type": "delivery.exhausted",
  "version": "1.0",
  "timestamp": "2026-03-02T12:41:07.238Z",
  "data": {
    "endpoint_id": "orders-eu",
    "target_host": "hooks.acme.example",
    "event_id": "evt_06h03rpcrshnmfn6v148neygy8",
    "event_type": "order.paid",
    "accepted_at": "2026-03-02T12:09:41.000Z",
    "reason": "attempts_exhausted",
    "attempts": 5,
    "last_error": "http_422"
  }
}
\`\`\`

## Idempotency

A request can be lost on its way back, so send an \`Idempotency-Key\` with every event: any text of 1 to 255 printable
ASCII characters that names it on your side. The same key with the same body answers the same event again, with
\`Idempotent-Replayed: true\`, and sends nothing twice. The same key with another body is 409. After a 5xx, repeat
the request with the same key: it completes the same event.

## Ordering

Events may overtake one another. Those with the same \`Ordering-Key\` reach each endpoint one after another, in the order
in which they were accepted: while one is retried or held, those behind it wait, and no others. Send the next one after
the 201 of the one before. \`waits_for\` of a delivery names the event that its key is at.

## Errors

Every error is a problem document (RFC 9457, \`application/problem+json\`). Branch on \`code\`, which does not change;
\`detail\` is written for people and says what went wrong, the value given and what is allowed. \`request_id\` is what
the operator needs to find the request.

Repeat a request after any 5xx, with the same \`Idempotency-Key\` and no sooner than \`Retry-After\` says; too many requests
at once are a 503 with the code \`throttled\`; a daily quota of your plan that is used up is a 429 with the code
\`quota_exceeded\`, until midnight UTC, and concerns sending events only. Any other 4xx will fail again unchanged.

## Verifying a delivery

Each delivery is signed twice over the same bytes, with the same \`whsec_…\` secret of your endpoint, so that any of the
public libraries accepts it:

- **Standard Webhooks** (libraries \`standardwebhooks\`, \`svix\`): \`webhook-id\`, \`webhook-timestamp\`,
  \`webhook-signature\`. The signature is \`v1,\` and the base64 HMAC-SHA256 of \`{id}.{timestamp}.{body}\`; the key is
  what follows \`whsec_\`, base64-decoded.
- **Stripe style** (\`stripe.webhooks.constructEvent\`): \`Stripe-Signature: t=…,v1=…\`. The signature is the hexadecimal
  HMAC-SHA256 of \`{t}.{body}\`; the key is the whole secret as text, \`whsec_\` included.

An endpoint with an ed25519 key instead has \`v1a,\` and the base64 signature of the same text, to be verified with its
\`public_key\` (\`whpk_…\`), and no \`Stripe-Signature\`.

Verify the body's bytes as they came in, before anything parses them; compare in constant time; refuse timestamps
more than 5 minutes away. While a secret is being rotated there is one signature for each valid secret, and any match
will do. \`webhook-id\` is the event id and stays the same over all attempts: use it to drop what you already have,
since an event can arrive more than once and out of order.

\`\`\`js
import { Webhook } from 'standardwebhooks';

const event = new Webhook(process.env.WEBHOOK_SECRET).verify(rawBody, request.headers);
\`\`\`

What a delivery looks like, and what your answer to it does, is described after the operations: the webhook
**An event is delivered to your endpoint**.
`.trim();
