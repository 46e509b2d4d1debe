export interface paths {
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Newest first; filters can be combined. An event’s status is that of its worst-off delivery.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Send events
         * @description Stores the event and queues one signed delivery for each endpoint that wants its type. Deliveries to an endpoint that is paused, disabled or down are held, and sent once it is back.
         *
         *     With `Content-Type: application/x-ndjson` each line is an event, and has a result of its own: a line that is refused changes nothing about the others. `Idempotency-Key` then stands for the whole body: a repeat does what was left undone, and answers the rest the same. Such a request counts as one where requests are limited.
         */
        post: operations["postEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event
         * @description The event with its payload, its deliveries and every attempt made.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event_id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List attempts
         * @description Every attempt to deliver the event, to all of its endpoints and of all generations, oldest first.
         */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event_id}/payload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a payload
         * @description The bytes as they came in and as they are delivered, and nothing else.
         */
        get: operations["getPayload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event_id}/deliveries/{endpoint_id}/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the request of an attempt
         * @description The request that was made of the endpoint, with the signatures that it had: made again from the event, the time of the attempt and the secrets of that time.
         */
        get: operations["getSentRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * @description Starts each delivery anew that is dead-lettered, held or waiting for its next attempt, or has been PENDING for more than 15 minutes, unless it waits for its turn by an Ordering-Key. Delivered ones stay as they are, unless it is asked for `again`. Many at once: `POST /v1/replays`. An attempt that is under way goes on, and stays in the history.
         */
        post: operations["retryEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List event types
         * @description Those that you registered, and those of which events came in the last 30 days, by name.
         */
        get: operations["listEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types/{event_type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event type
         * @description What you registered of it, with its schema, and what was seen of it.
         */
        get: operations["getEventType"];
        /**
         * Register an event type
         * @description Replaces all that was registered of it. Nothing needs to be registered to be sent; 200 types may be.
         */
        put: operations["putEventType"];
        post?: never;
        /**
         * Delete an event type
         * @description Forgets what was registered of it; within a minute its events are no longer checked. What was seen of it stays.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List replays
         * @description Newest first. They are kept for 30 days.
         */
        get: operations["listReplays"];
        put?: never;
        /**
         * Deliver many again
         * @description Starts all deliveries anew that are as the filter says, oldest first, each once and with attempt 1, under the same `webhook-id`. It runs by itself until its end; `GET /v1/replays/{replay_id}` tells how far it is. 5 may be unfinished at a time. Send an `Idempotency-Key`, so that a repeat after a lost answer starts no second one.
         */
        post: operations["postReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays/{replay_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a replay
         * @description How far it has come, and what became of what it found.
         */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays/{replay_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a replay
         * @description It stops after what it is starting at this moment, and keeps its place.
         */
        post: operations["pauseReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays/{replay_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a replay
         * @description It goes on where it was. One that is running is set going anew.
         */
        post: operations["resumeReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replays/{replay_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a replay
         * @description It ends after what it is starting at this moment. What was started stays so.
         */
        post: operations["cancelReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a message
         * @description The message’s status, and what its provider reported on it, a page at a time. Of opens and clicks the first 100 each are in the timeline and become events; the others are counted.
         */
        get: operations["getMessage"];
        /**
         * Register a message
         * @description Tells the gateway about a message that you send through a provider, so that what the provider reports on it can be read here and is delivered to your endpoints. Repeating a request is safe; a later one may add or change `external_id`, and what it leaves out stays.
         *
         *     Register it before you send it: a report that arrives before its message is known is answered 404, and Twilio does not repeat it.
         */
        put: operations["putMessage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List endpoints
         * @description All of them, 50 at most, in the order of their ids, with how each does.
         */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Make an endpoint
         * @description It is in service at once, for events that are sent from now on, and is shown with its secret, this once. A tenant has 50 at most. Give an `endpoint_id` and repeating is safe: a second one is refused.
         */
        post: operations["postEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an endpoint
         * @description Its settings, its status, and how it does. Secrets and the values of headers are not shown.
         */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete an endpoint
         * @description For good, with its secrets. Deliveries that wait for it or are held end as dead letters with the reason `endpoint_deleted`, or go to an endpoint that is made under the same id before they have; requests may still be made for a minute.
         */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Changes what is given and leaves the rest, as a JSON merge patch (RFC 7396): null takes a setting away. It counts for deliveries within a minute. With another `target_url`, what is held because the old one failed is sent on.
         */
        patch: operations["patchEndpoint"];
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a secret
         * @description Makes a new secret. Until the overlap ends, each delivery, retries too, has a signature for each secret, so a receiver that knows any of them accepts it. With the newest secret itself as `secret` none is made: with `overlap_seconds` 0 that revokes the earlier ones now. It counts for deliveries within a minute.
         */
        post: operations["rotateEndpointSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public-keys/{tenant_id}/{endpoint_id}/{page_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an endpoint’s public keys
         * @description The ed25519 keys that verify `webhook-signature` entries `v1a,…` of deliveries to one endpoint. Its address is the endpoint’s `public_keys_path`, and stays the same when keys are rotated. May be kept for 5 minutes.
         */
        get: operations["getPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description A real event, signed and delivered to this endpoint alone, whatever types it wants. What became of it is at `GET /v1/events/{event_id}`.
         */
        post: operations["testEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/filter-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a filter
         * @description Says whether an event with this payload would be delivered to the endpoint. Nothing is sent or stored.
         */
        post: operations["testFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause an endpoint
         * @description From now on, within a minute, nothing is sent to it; what would be is held.
         */
        post: operations["pauseEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume an endpoint
         * @description Puts a paused endpoint back into service, and sends on what is held, oldest first.
         */
        post: operations["resumeEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable an endpoint
         * @description Puts it back into service, whatever took it out: by hand, an answer 410, or failing for days. What is held is sent on, oldest first. Of one that fails, requests are made again at once.
         */
        post: operations["enableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpoint_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable an endpoint
         * @description As pausing; it is put back by enabling only. What would be sent is held.
         */
        post: operations["disableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how deliveries go
         * @description How many events were accepted and what came of them, in all and for each endpoint, and what to look at first.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portal-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List links to the portal
         * @description Those that are good now, newest first: to find one that is to be revoked. The links themselves are not kept. One that was made within the last second may be missing.
         */
        get: operations["listPortalLinks"];
        put?: never;
        /**
         * Make a link to the portal
         * @description For a developer of yours: the pages show events, attempts and endpoints, and, unless `access` is `read`, let them be retried and changed. It ends when its time is over, when it is revoked, and with the API key that it was made with. At most 100 are good at the same time, 1000 with those that ended within a day.
         */
        post: operations["createPortalLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portal-links/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a link to the portal
         * @description For good, and at once. May be repeated.
         */
        delete: operations["revokePortalLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portal-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look what a link may
         * @description With the key in a link to the portal: whose it is, and what it may. The one request that also a link that has ended may make: it is told why, with the codes `portal_link_expired`, `portal_link_revoked` and `tenant_suspended`.
         */
        get: operations["getPortalSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whatsapp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Twilio: a person wrote
         * @description To be typed at Twilio: Console, Messaging, Senders, WhatsApp senders: incoming messages, POST. `x-twilio-signature` proves it genuine.
         */
        post: operations["callbackWhatsapp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Twilio: a person wrote
         * @description To be typed at Twilio: Console, Phone Numbers, the number, Messaging; or its Messaging Service, Integration: POST. `x-twilio-signature` proves it genuine.
         */
        post: operations["callbackSms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendGrid: a person wrote
         * @description To be typed at SendGrid: Settings, Inbound Parse, when mail is signed (recommended); for basic auth, with user:password@ before the host. One of `x-twilio-email-event-webhook-signature`, `authorization` proves it genuine.
         */
        post: operations["callbackEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email/{segment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendGrid: a person wrote
         * @description To be typed at SendGrid: Settings, Inbound Parse, when it is proven by a path segment. One of `x-twilio-email-event-webhook-signature`, `authorization` proves it genuine.
         */
        post: operations["callbackEmailSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Twilio: what became of a message
         * @description To be typed at Twilio: StatusCallback of each message sent; or of the Messaging Service or WhatsApp sender. `x-twilio-signature` proves it genuine.
         */
        post: operations["callbackWebhooksTwilio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend: what became of a message
         * @description To be typed at Resend: Webhooks, with the events email.scheduled, email.sent, email.delivery_delayed, email.delivered, email.complained, email.bounced, email.failed, email.suppressed, email.opened, email.clicked. One of `svix-signature`, `resend-signature` proves it genuine.
         */
        post: operations["callbackWebhooksResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/sendgrid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendGrid: what became of a message
         * @description To be typed at SendGrid: Settings, Mail Settings, Event Webhooks, signed, with the deliverability and engagement events. One of `x-twilio-email-event-webhook-signature`, `authorization` proves it genuine.
         */
        post: operations["callbackWebhooksSendgrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    delivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An event is delivered to your endpoint
         * @description A POST to the endpoint’s URL. The body is the event, byte for byte as it was sent. Headers that were configured for the endpoint are sent too.
         *
         *     Answer within 30 seconds. By default an event is attempted 5 times, 1, 2, 4 and 8 minutes apart (±10%), and is then dead-lettered.
         *
         *     The example verifies with the secret `whsec_ZG9jdW1lbnRhdGlvbi1leGFtcGxlLXNlY3JldA==` when the body is these 63 bytes: `{"type":"order.paid","data":{"order_id":1042,"amount":"19.90"}}` and the clock is at the timestamp.
         */
        post: operations["delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Problem: {
            /** @description A page about this kind of error, or about:blank. */
            type: string;
            /** @description The kind of error, in words. */
            title: string;
            status: number;
            /** @description Stable: branch on this. */
            code: string;
            /** @description What went wrong, the value given, what is allowed. */
            detail: string;
            request_id: string;
            /** @description Each field that is wrong, with 422 and some 400. */
            errors?: {
                path: string;
                message: string;
            }[];
        };
        EventSummary: {
            event_id: string;
            event_type?: string;
            /** @enum {string} */
            status: "PENDING" | "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED" | "UNMATCHED";
            /** Format: date-time */
            created_at: string;
            deliveries: components["schemas"]["DeliverySummary"][];
        };
        DeliverySummary: {
            endpoint_id: string;
            /** @enum {string} */
            status: "PENDING" | "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED";
            /** @description Attempts made in this generation. */
            attempts: number;
            /** Format: date-time */
            next_attempt_at?: string;
            /**
             * @description Why it was given up.
             * @enum {string}
             */
            reason?: "attempts_exhausted" | "endpoint_gone" | "endpoint_disabled" | "endpoint_deleted" | "endpoint_invalid" | "event_gone" | "held_too_long" | "target_refused" | "worker_crashed";
            /**
             * @description Why it is HELD: it goes on by itself once the endpoint is back, or is enabled.
             * @enum {string}
             */
            held_reason?: "endpoint_paused" | "endpoint_disabled" | "endpoint_failing" | "retry_after";
            /**
             * Format: date-time
             * @description Since when it is HELD.
             */
            held_at?: string;
        };
        Delivery: {
            endpoint_id: string;
            /** @enum {string} */
            status: "PENDING" | "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED";
            /** Format: date-time */
            next_attempt_at?: string;
            /**
             * @description Why it was given up.
             * @enum {string}
             */
            reason?: "attempts_exhausted" | "endpoint_gone" | "endpoint_disabled" | "endpoint_deleted" | "endpoint_invalid" | "event_gone" | "held_too_long" | "target_refused" | "worker_crashed";
            /**
             * @description Why it is HELD: it goes on by itself once the endpoint is back, or is enabled.
             * @enum {string}
             */
            held_reason?: "endpoint_paused" | "endpoint_disabled" | "endpoint_failing" | "retry_after";
            /**
             * Format: date-time
             * @description Since when it is HELD.
             */
            held_at?: string;
            generation: number;
            /** Format: date-time */
            delivered_at?: string;
            /** @description While it is PENDING and its turn has not come: the event with the same ordering key that is being delivered to this endpoint. */
            waits_for?: string;
            /** @description The latest 20, oldest first. */
            attempts: components["schemas"]["Attempt"][];
        };
        Attempt: {
            /** @description Which of the attempts that there may be. One that does not count, such as a probe, has the number of the next one too. */
            attempt: number;
            /** @description 1 at first, and one more for each requeue. */
            generation: number;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            status_code?: number;
            /** @description timeout, dns, connection, tls, protocol, target_refused, auth: no access token was had for it, or client_certificate: it has expired, was not had, or was refused there. */
            error?: string;
            /** @description The exact cause: ENOTFOUND, ETIMEOUT (the name), ECONNREFUSED, ECONNRESET, ETIMEDOUT (the connection), ATTEMPT_TIMEOUT (no status in time), CERT_HAS_EXPIRED, ERR_TLS_CERT_ALTNAME_INVALID (TLS), HPE_HEADER_OVERFLOW (HTTP), ADDRESS_NOT_PUBLIC (refused); others are those of Node.js and OpenSSL. */
            error_code?: string;
            /** @description The first KiB of the answer. */
            response_body?: string;
        };
        Endpoint: {
            endpoint_id: string;
            target_url: string | null;
            description: string | null;
            metadata: {
                [key: string]: string;
            };
            /** @description Empty: all. */
            event_types: string[];
            /** @description null: any payload. */
            filter: {
                [key: string]: unknown;
            } | null;
            /** @description Of its own headers; their values are not shown. */
            header_names: string[];
            /** @description By what it knows Switchyard, without what is secret; null: the signature alone. */
            auth: ({
                /** @constant */
                type: "basic";
                username: string;
            } | {
                /** @constant */
                type: "header";
                name: string;
            } | {
                /** @constant */
                type: "oauth2";
                token_url: string;
                client_id: string;
                scope: string | null;
                audience: string | null;
                /** @enum {string} */
                auth_style: "client_secret_basic" | "client_secret_post";
            }) | null;
            /** @description The client certificate that it is shown; null: none. */
            tls: {
                subject: string;
                /** @description Of the certificate, in hex. */
                fingerprint_sha256: string;
                /** @description From then on no request is made with it. */
                expires_at: string;
            } | null;
            /** @description Limit of an attempt; null: the deployment’s. */
            timeout_ms: number | null;
            /** @description Attempts of a delivery; null: the deployment’s. */
            max_attempts: number | null;
            /** @description Waits between attempts; null: the deployment’s. */
            retry_schedule: string | null;
            /** @description Attempts a second; null: no limit. */
            rate_limit: number | null;
            /** @description Held deliveries a second when they are sent on; null: the deployment’s. */
            drain_rate: number | null;
            /**
             * @description PAUSED and DISABLED hold deliveries. UNREADABLE: its item was broken by hand, see status_reason.
             * @enum {string}
             */
            status: "ENABLED" | "PAUSED" | "DISABLED" | "UNREADABLE";
            status_reason: string | null;
            status_changed_at: string | null;
            health: {
                /**
                 * @description open: it fails, and deliveries are held until a probe succeeds.
                 * @enum {string}
                 */
                breaker: "closed" | "open" | "probing";
                cause: ("failing" | "retry_after") | null;
                failing_since: string | null;
                failures_in_a_row: number;
                next_probe_at: string | null;
                /** @description What was held is being sent on. */
                draining: boolean;
            };
            /** @description Those that sign now, newest first, without their values. */
            secrets: {
                /** @enum {string} */
                type: "hmac" | "ed25519";
                /** @description `whpk_…` of ed25519; null: a secret of both sides. */
                public_key: string | null;
                created_at: string;
                expires_at: string | null;
            }[];
            /** @description Where anybody who has this reads its public keys, without a token; null: it never had one. */
            public_keys_path: string | null;
            created_at: string | null;
            updated_at: string | null;
        };
        EventType: {
            event_type: string;
            /** @description What you registered; null where you did not. */
            registered: {
                description?: string;
                /** @description JSON Schema; a list leaves it out. */
                schema?: unknown;
                /** @description Whether events must match it to be accepted. */
                validate: boolean;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                updated_at: string;
            } | null;
            /** @description What was seen of it; null where none came in the last 30 days. */
            seen: {
                /** @description Events of this type, until none came for 30 days. The last minute may be missing, and what a function had not written when it ended. */
                count: number;
                /** Format: date-time */
                last_at: string;
                /** @description One of them, a late one. */
                example_event_id: string;
            } | null;
        };
        Replay: {
            replay_id: string;
            /** @enum {string} */
            state: "running" | "paused" | "done" | "cancelled" | "failed";
            /** @description Why it ended as it did. nothing_matched: no delivery is as the filter says. endpoint_holds: what is held would be held again. */
            reason: ("nothing_matched" | "limit_reached" | "endpoint_deleted" | "endpoint_unreadable" | "endpoint_holds") | null;
            /** @enum {string} */
            status: "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED" | "MISSING";
            endpoint_id: string | null;
            /** @description Empty: all. */
            event_types: string[];
            since: string | null;
            until: string;
            limit: number;
            rate: number;
            dry_run: boolean;
            /** @description How far it has come through the time that it spans, 0 to 1. How many lie ahead, only a dry run tells. */
            progress: number;
            /** @description Deliveries looked at. */
            scanned: number;
            /** @description Those that are as the filter says. */
            matched: number;
            /** @description Those that were started. */
            replayed: number;
            /** @description Those that moved on by themselves meanwhile, or whose event has expired. */
            skipped: number;
            /** @description Those that cannot be read. */
            failed: number;
            created_at: string;
            updated_at: string;
            finished_at: string | null;
        };
        MessageSummary: {
            message_id: string;
            /** @enum {string} */
            channel: "whatsapp" | "sms" | "email";
            /** @enum {string} */
            provider: "twilio" | "resend" | "sendgrid";
            recipient: string;
            /** @description The provider’s id of the message, once it is known. */
            external_id?: string;
            /** @description The provider’s account that sends it. */
            account?: string;
            /** Format: date-time */
            sent_at: string;
            /**
             * @description How far the message has come. It never moves back, in whatever order the reports arrive.
             * @enum {string}
             */
            status: "registered" | "accepted" | "queued" | "sending" | "sent" | "delayed" | "delivered" | "read" | "complained" | "undelivered" | "bounced" | "suppressed" | "canceled" | "failed";
            /** Format: date-time */
            status_at: string;
            /** @description Names this message in what the provider sends back, where the gateway matches by embedded ids: as `message_id` in the query of Twilio’s StatusCallback URL, as a Resend tag `message_id`, or as SendGrid’s custom argument `message_id`. */
            reference: string;
        };
        Message: {
            message_id: string;
            /** @enum {string} */
            channel: "whatsapp" | "sms" | "email";
            /** @enum {string} */
            provider: "twilio" | "resend" | "sendgrid";
            recipient: string;
            /** @description The provider’s id of the message, once it is known. */
            external_id?: string;
            /** @description The provider’s account that sends it. */
            account?: string;
            /** Format: date-time */
            sent_at: string;
            /**
             * @description How far the message has come. It never moves back, in whatever order the reports arrive.
             * @enum {string}
             */
            status: "registered" | "accepted" | "queued" | "sending" | "sent" | "delayed" | "delivered" | "read" | "complained" | "undelivered" | "bounced" | "suppressed" | "canceled" | "failed";
            /** Format: date-time */
            status_at: string;
            /** @description Names this message in what the provider sends back, where the gateway matches by embedded ids: as `message_id` in the query of Twilio’s StatusCallback URL, as a Resend tag `message_id`, or as SendGrid’s custom argument `message_id`. */
            reference: string;
            /** @description All of them: each report of the provider counts once. */
            opens: number;
            clicks: number;
            /** @description What the provider reported, in the order in which it happened: a page of it. */
            timeline: components["schemas"]["TimelineEntry"][];
            /** @description Pass it back for the next page of the timeline; null at the end. */
            next_token: string | null;
        };
        TimelineEntry: {
            /** @enum {string} */
            provider: "twilio" | "resend" | "sendgrid";
            /** @description The provider’s id of this report. */
            provider_id: string;
            /**
             * @description other: recorded, but neither a step of delivery nor an open or a click.
             * @enum {string}
             */
            kind: "status" | "open" | "click" | "other";
            /**
             * @description With kind `status`.
             * @enum {string}
             */
            status?: "registered" | "accepted" | "queued" | "sending" | "sent" | "delayed" | "delivered" | "read" | "complained" | "undelivered" | "bounced" | "suppressed" | "canceled" | "failed";
            /** @description The provider’s own word. */
            raw_status: string;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            received_at: string;
            error_code?: string;
            details: {
                [key: string]: unknown;
            };
        };
    };
    responses: {
        /** @description No bearer token, or one that is unknown, revoked or expired. */
        NotAuthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The tenant is suspended. */
        AccessDenied: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
        Throttled: {
            headers: {
                /**
                 * @description Seconds to wait before trying again.
                 * @example 1
                 */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The daily quota of your plan is used up. Nothing was accepted; Retry-After says when to look again. */
        QuotaExceeded: {
            headers: {
                /**
                 * @description Seconds to wait before trying again.
                 * @example 3600
                 */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It took too long, and may have been done. Try again after Retry-After, with the same Idempotency-Key if there is one. */
        IntegrationTimeout: {
            headers: {
                /**
                 * @description Seconds to wait before trying again.
                 * @example 1
                 */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listEvents: {
        parameters: {
            query?: {
                /** @description Only events in this status; with `endpoint_id`, of the delivery to that endpoint. */
                status?: "PENDING" | "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED" | "UNMATCHED";
                /** @description Only of this type: `order.paid`, or all of `order.*`. */
                type?: string;
                /** @description Only events that have a delivery to this endpoint. */
                endpoint_id?: string;
                /** @description Only events accepted from then on. */
                since?: string;
                /** @description Only events accepted up to then. */
                until?: string;
                /** @description The one event that was sent with this `Idempotency-Key`. */
                idempotency_key?: string;
                /** @description How many, 1 to 100. */
                limit?: number;
                /** @description Where the page before this one ended. */
                next_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["EventSummary"][];
                        /** @description Pass it back, with the same filter, for the next page; null at the end. A page may hold fewer events than the limit, even none: what is looked at for one is bounded. */
                        next_token: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    postEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating safe: the same key with the same body is answered the same again, and nothing is done twice.
                 * @example order-1042-paid
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Events of one key, such as an order’s, reach each endpoint one after another, in the order in which they were accepted: while one is retried or held, those behind it wait, and no others.
                 * @example order-1042
                 */
                "Ordering-Key"?: string;
                /** @description With application/x-ndjson: the name of the top-level field of each line whose text is the key of that line, as if it had come alone with it. */
                "Idempotency-Key-Field"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Any JSON object. Its bytes are delivered exactly as they came in. A top-level string `type` selects the endpoints that subscribed to it. */
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Each line is an event now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description How many lines are events now, repeats among them.
                         * @example 2
                         */
                        accepted: number;
                        /**
                         * @description How many are not.
                         * @example 0
                         */
                        failed: number;
                        results: {
                            /**
                             * @description Its number in the body, from 1. Empty lines are counted, and have no result.
                             * @example 1
                             */
                            line: number;
                            /**
                             * @description 201, or the status of its problem: what it would be answered alone.
                             * @example 201
                             */
                            status_code: number;
                            /** @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p */
                            event_id?: string;
                            /**
                             * @description PENDING: it will be delivered or dead-lettered, or held while its endpoint is paused, disabled or down. UNMATCHED: stored, but no endpoint subscribed to its type.
                             * @enum {string}
                             */
                            status?: "PENDING" | "UNMATCHED";
                            /**
                             * @description An earlier request with this Idempotency-Key had made the event.
                             * @constant
                             */
                            replayed?: true;
                            problem?: components["schemas"]["Problem"];
                        }[];
                    };
                };
            };
            /** @description Durable: it will be delivered or dead-lettered. */
            201: {
                headers: {
                    /** @description `true` when an earlier request with this Idempotency-Key had made the event. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p */
                        event_id: string;
                        /**
                         * @description PENDING: it will be delivered or dead-lettered, or held while its endpoint is paused, disabled or down. UNMATCHED: stored, but no endpoint subscribed to its type.
                         * @enum {string}
                         */
                        status: "PENDING" | "UNMATCHED";
                    };
                };
            };
            /** @description Some lines are events now, or none is; each result says which, and why. */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description How many lines are events now, repeats among them.
                         * @example 2
                         */
                        accepted: number;
                        /**
                         * @description How many are not.
                         * @example 0
                         */
                        failed: number;
                        results: {
                            /**
                             * @description Its number in the body, from 1. Empty lines are counted, and have no result.
                             * @example 1
                             */
                            line: number;
                            /**
                             * @description 201, or the status of its problem: what it would be answered alone.
                             * @example 201
                             */
                            status_code: number;
                            /** @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p */
                            event_id?: string;
                            /**
                             * @description PENDING: it will be delivered or dead-lettered, or held while its endpoint is paused, disabled or down. UNMATCHED: stored, but no endpoint subscribed to its type.
                             * @enum {string}
                             */
                            status?: "PENDING" | "UNMATCHED";
                            /**
                             * @description An earlier request with this Idempotency-Key had made the event.
                             * @constant
                             */
                            replayed?: true;
                            problem?: components["schemas"]["Problem"];
                        }[];
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The event is larger than 256 KiB; or the batch is larger than 4 MiB, or has too many lines. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is neither application/json nor application/x-ndjson, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["QuotaExceeded"];
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As it was answered when the event was sent.
                 * @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p
                 */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id: string;
                        event_type?: string;
                        /** @description The Ordering-Key that it was sent with. */
                        ordering_key?: string;
                        /** @enum {string} */
                        status: "PENDING" | "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED" | "UNMATCHED";
                        /** Format: date-time */
                        created_at: string;
                        /** @description Names this event in every log line about it. */
                        correlation_id: string;
                        /** @description The provider’s callback that it was made of, or `switchyard` for an operational event; absent when you sent it. */
                        source?: {
                            provider: string;
                            provider_id: string;
                        };
                        deliveries: components["schemas"]["Delivery"][];
                        /** @description The event as it came in, byte for byte. */
                        payload: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /** @description Only attempts to this endpoint. */
                endpoint_id?: string;
                /** @description How many, 1 to 100. */
                limit?: number;
                /** @description Where the page before this one ended. */
                next_token?: string;
            };
            header?: never;
            path: {
                /**
                 * @description As it was answered when the event was sent.
                 * @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p
                 */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of attempts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attempts: {
                            endpoint_id: string;
                            /** @description Which of the attempts that there may be. One that does not count, such as a probe, has the number of the next one too. */
                            attempt: number;
                            /** @description 1 at first, and one more for each requeue. */
                            generation: number;
                            /** Format: date-time */
                            started_at: string;
                            duration_ms: number;
                            status_code?: number;
                            /** @description timeout, dns, connection, tls, protocol, target_refused, auth: no access token was had for it, or client_certificate: it has expired, was not had, or was refused there. */
                            error?: string;
                            /** @description The exact cause: ENOTFOUND, ETIMEOUT (the name), ECONNREFUSED, ECONNRESET, ETIMEDOUT (the connection), ATTEMPT_TIMEOUT (no status in time), CERT_HAS_EXPIRED, ERR_TLS_CERT_ALTNAME_INVALID (TLS), HPE_HEADER_OVERFLOW (HTTP), ADDRESS_NOT_PUBLIC (refused); others are those of Node.js and OpenSSL. */
                            error_code?: string;
                            /** @description The first KiB of the answer. */
                            response_body?: string;
                        }[];
                        /** @description The deliveries that had more attempts than are kept, which are the latest 20 of each. */
                        gone: {
                            endpoint_id: string;
                            /** @description How many older attempts of this delivery are not kept any more; at least so many, where some were made before Switchyard counted them. */
                            attempts: number;
                        }[];
                        /** @description Pass it back, with the same `endpoint_id`, for the next page; null at the end. */
                        next_token: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getPayload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As it was answered when the event was sent.
                 * @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p
                 */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payload. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getSentRequest: {
        parameters: {
            query?: {
                /** @description Of the attempt, as the list of attempts has it; the latest if left out. */
                started_at?: string;
            };
            header?: never;
            path: {
                /**
                 * @description As it was answered when the event was sent.
                 * @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p
                 */
                event_id: string;
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id: string;
                        endpoint_id: string;
                        attempt: number;
                        generation: number;
                        /** Format: date-time */
                        started_at: string;
                        /** @constant */
                        method: "POST";
                        url: string;
                        /** @description The body is the payload of the event. */
                        body_bytes: number;
                        headers: {
                            name: string;
                            /** @description null: your own header or a credential, which are not shown; or a signature by a secret that is gone. */
                            value: string | null;
                        }[];
                        /** @description false: the endpoint was changed about that time or since. Then the address, headers and signatures are those that it would get by what it is now. */
                        as_sent: boolean;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    retryEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As it was answered when the event was sent.
                 * @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p
                 */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Only this endpoint’s delivery. */
                    endpoint_id?: string;
                    /** @description Also what was delivered or purged; and, with `endpoint_id`, to an endpoint that never had the event. Receivers know it by its `webhook-id`. */
                    again?: boolean;
                };
            };
        };
        responses: {
            /** @description Queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id: string;
                        /** @constant */
                        status: "PENDING";
                        /** @description The deliveries that start anew. */
                        endpoint_ids: string[];
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: {
                /** @description How many, 1 to 100. */
                limit?: number;
                /** @description Where the page before this one ended. */
                next_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of types. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_types: components["schemas"]["EventType"][];
                        /** @description Pass it back for the next page; null at the end. A page may hold fewer than the limit. */
                        next_token: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As it stands in `type` of the events.
                 * @example order.paid
                 */
                event_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    putEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As it stands in `type` of the events.
                 * @example order.paid
                 */
                event_type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    /** @description JSON Schema 2020-12 of the whole payload, 32 KiB at most. References stay within it; `format` is checked where it is known. */
                    schema?: {
                        [key: string]: unknown;
                    } | boolean;
                    /** @description true: an event of this type that does not match the schema is refused with 422. false if left out. A change counts within a minute. */
                    validate?: boolean;
                };
            };
        };
        responses: {
            /** @description Registered. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    deleteEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As it stands in `type` of the events.
                 * @example order.paid
                 */
                event_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_type: string;
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    listReplays: {
        parameters: {
            query?: {
                /** @description How many, 1 to 100. */
                limit?: number;
                /** @description Where the page before this one ended. */
                next_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of replays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replays: components["schemas"]["Replay"][];
                        /** @description Pass it back for the next page; null at the end. */
                        next_token: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    postReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating safe: the same key with the same body is answered the same again, and nothing is done twice.
                 * @example order-1042-paid
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Deliveries in this status. DLQ: those that were given up. DELIVERED: once more. HELD: only of an endpoint that is in service. MISSING: events that never had a delivery to `endpoint_id`, and that it wants.
                     * @enum {string}
                     */
                    status: "FAILED" | "DELIVERED" | "DLQ" | "HELD" | "PURGED" | "MISSING";
                    /** @description Only to this endpoint; needed for HELD and MISSING. */
                    endpoint_id?: string;
                    /** @description `order.paid`, all of `order.*`, or `*`. Without any: all types. */
                    event_types?: string[];
                    /**
                     * Format: date-time
                     * @description Of events accepted from then on.
                     */
                    since?: string;
                    /**
                     * Format: date-time
                     * @description And up to then. Left out, or later than now: now.
                     */
                    until?: string;
                    /** @description Deliveries at most, 1 to 1000000; so many if left out. */
                    limit?: number;
                    /** @description Deliveries a second at most, 0.1 to 200; 10 if left out. */
                    rate?: number;
                    /** @description Only count. What is counted within a page is answered at once. */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description It runs; or it is done, where that took no more than a page. */
            201: {
                headers: {
                    /** @description `true` when an earlier request with this Idempotency-Key had started the replay. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    pauseReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    resumeReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getMessage: {
        parameters: {
            query?: {
                /** @description How many, 1 to 200. */
                limit?: number;
                /** @description Where the page before this one ended. */
                next_token?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Your own id of the message.
                 * @example order-1042-shipped
                 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    putMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Your own id of the message.
                 * @example order-1042-shipped
                 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    channel: "whatsapp" | "sms" | "email";
                    /** @enum {string} */
                    provider: "twilio" | "resend" | "sendgrid";
                    /** @description Number or address as the provider will report it; on WhatsApp, `whatsapp:` may stand before it. */
                    recipient: string;
                    /**
                     * Format: date-time
                     * @description When it was or will be sent; now if left out.
                     */
                    sent_at?: string;
                    /** @description The provider’s id: Twilio’s MessageSid, Resend’s email id, SendGrid’s X-Message-Id. It can be added or changed by a later request. */
                    external_id?: string;
                    /** @description The provider’s account that sends it: Twilio’s account SID, or the name that the operator gave to an account. Reports from another account then do not count. It is taken from the first request. */
                    account?: string;
                };
            };
        };
        responses: {
            /** @description It was registered before; external_id may have changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSummary"];
                };
            };
            /** @description Registered. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSummary"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoints. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoints: {
                            endpoint_id: string;
                            target_url: string | null;
                            description: string | null;
                            metadata: {
                                [key: string]: string;
                            };
                            /** @description Empty: all. */
                            event_types: string[];
                            /** @description null: any payload. */
                            filter: {
                                [key: string]: unknown;
                            } | null;
                            /** @description Of its own headers; their values are not shown. */
                            header_names: string[];
                            /** @description By what it knows Switchyard, without what is secret; null: the signature alone. */
                            auth: ({
                                /** @constant */
                                type: "basic";
                                username: string;
                            } | {
                                /** @constant */
                                type: "header";
                                name: string;
                            } | {
                                /** @constant */
                                type: "oauth2";
                                token_url: string;
                                client_id: string;
                                scope: string | null;
                                audience: string | null;
                                /** @enum {string} */
                                auth_style: "client_secret_basic" | "client_secret_post";
                            }) | null;
                            /** @description The client certificate that it is shown; null: none. */
                            tls: {
                                subject: string;
                                /** @description Of the certificate, in hex. */
                                fingerprint_sha256: string;
                                /** @description From then on no request is made with it. */
                                expires_at: string;
                            } | null;
                            /** @description Limit of an attempt; null: the deployment’s. */
                            timeout_ms: number | null;
                            /** @description Attempts of a delivery; null: the deployment’s. */
                            max_attempts: number | null;
                            /** @description Waits between attempts; null: the deployment’s. */
                            retry_schedule: string | null;
                            /** @description Attempts a second; null: no limit. */
                            rate_limit: number | null;
                            /** @description Held deliveries a second when they are sent on; null: the deployment’s. */
                            drain_rate: number | null;
                            /**
                             * @description PAUSED and DISABLED hold deliveries. UNREADABLE: its item was broken by hand, see status_reason.
                             * @enum {string}
                             */
                            status: "ENABLED" | "PAUSED" | "DISABLED" | "UNREADABLE";
                            status_reason: string | null;
                            status_changed_at: string | null;
                            health: {
                                /**
                                 * @description open: it fails, and deliveries are held until a probe succeeds.
                                 * @enum {string}
                                 */
                                breaker: "closed" | "open" | "probing";
                                cause: ("failing" | "retry_after") | null;
                                failing_since: string | null;
                                failures_in_a_row: number;
                                next_probe_at: string | null;
                                /** @description What was held is being sent on. */
                                draining: boolean;
                                /** @description When it last answered 2xx; null: not in the last 30 days. May be a minute behind. */
                                last_success_at: string | null;
                                /** @description Deliveries that are held for it now, counted up to 1000; `at_least`: there may be more. */
                                held: {
                                    count: number;
                                    at_least: boolean;
                                };
                                /** @description Its dead letters now, found among the first of all your dead letters, counted up to 1000; `at_least`: there may be more. */
                                dead: {
                                    count: number;
                                    at_least: boolean;
                                };
                                /** @description What came of it. Counted by the workers, and written down within a minute; what is not yet written when one is stopped is missing here, and nowhere else. null: its item is broken. */
                                last_day: {
                                    /** @description From when on: the last 24 hours and what this one has so far. */
                                    since: string;
                                    /** @description Deliveries that it answered with 2xx. */
                                    delivered: number;
                                    /** @description Attempts that it did not answer with 2xx. */
                                    attempts_failed: number;
                                    /** @description Deliveries that were given up. */
                                    dead: number;
                                    /** @description How often a delivery was held for it. */
                                    held: number;
                                    /** @description Milliseconds within which 95 % of its answers came, to 9 %; null: it gave none. */
                                    answer_ms_p95: number | null;
                                } | null;
                            };
                            /** @description Those that sign now, newest first, without their values. */
                            secrets: {
                                /** @enum {string} */
                                type: "hmac" | "ed25519";
                                /** @description `whpk_…` of ed25519; null: a secret of both sides. */
                                public_key: string | null;
                                created_at: string;
                                expires_at: string | null;
                            }[];
                            /** @description Where anybody who has this reads its public keys, without a token; null: it never had one. */
                            public_keys_path: string | null;
                            created_at: string | null;
                            updated_at: string | null;
                        }[];
                    };
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    postEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: one is made. */
                    endpoint_id?: string;
                    /** @description Where events are posted: https, a public host, port 443 or above 1023, no user or fragment. */
                    target_url: string;
                    /** @description Up to 16 pairs of your own. */
                    metadata?: {
                        [key: string]: string;
                    };
                    /** @description Sent with each delivery. Values are never shown again. Names that Switchyard or HTTP itself sets are refused. */
                    headers?: {
                        [key: string]: string;
                    };
                    description?: string | null;
                    /** @description `order.paid`, all of `order.*`, or `*`. Without any: all types. Operational events have to be named, as `endpoint.failing` or `endpoint.*`. */
                    event_types?: string[] | null;
                    /** @description What the payload must be, in the syntax of EventBridge’s event patterns: `{"data": {"amount": [{"numeric": [">", 100]}]}}`. Matchers: `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `cidr`, `exists`, and `$or`. Up to 4096 characters and 10 levels. Without one: any payload. */
                    filter?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description By what the endpoint knows Switchyard, beside the signature. Written whole, and of what is secret never shown again. */
                    auth?: ({
                        /** @constant */
                        type: "basic";
                        username: string & (unknown & unknown);
                        password: string;
                    } | {
                        /** @constant */
                        type: "header";
                        name: string;
                        value: string;
                    } | {
                        /** @constant */
                        type: "oauth2";
                        token_url: string;
                        client_id: string;
                        client_secret: string;
                        scope?: string;
                        audience?: string;
                        /**
                         * @default client_secret_basic
                         * @enum {string}
                         */
                        auth_style?: "client_secret_basic" | "client_secret_post";
                    }) | null;
                    /** @description A client certificate (mTLS), shown to the endpoint on each TLS connection: PEM, first the certificate, then up to 4 that issued it, and its private key without a passphrase. Written whole; the key is never shown again. Where the deployment has them switched on. */
                    tls?: {
                        client_certificate: string;
                        private_key: string;
                    } | null;
                    /** @description Limit of one attempt until the status is there: 100 to what the deployment allows, 30000 by default. */
                    timeout_ms?: number | null;
                    /** @description Attempts before a delivery is given up, 1 to 50. */
                    max_attempts?: number | null;
                    /** @description Waits between attempts, such as `30s,5m,1h`; the last one repeats. All together less than the 30 days that an event is kept. */
                    retry_schedule?: string | null;
                    /** @description Attempts a second at most, 0.01 to 1000; what exceeds it waits. */
                    rate_limit?: number | null;
                    /** @description Held deliveries a second when they are sent on, 0.1 to 200; it grows while they succeed. */
                    drain_rate?: number | null;
                    /** @description One of your own: `whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and the base64 of an ed25519 seed and its public key. Left out: one is made. */
                    secret?: string;
                    /**
                     * @description What is made where no `secret` is given: a secret of both sides, or an ed25519 key, of which only the public part is ever shown. Left out: `hmac`, and when rotating the kind of the newest.
                     * @enum {string}
                     */
                    signature?: "hmac" | "ed25519";
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoint_id: string;
                        target_url: string | null;
                        description: string | null;
                        metadata: {
                            [key: string]: string;
                        };
                        /** @description Empty: all. */
                        event_types: string[];
                        /** @description null: any payload. */
                        filter: {
                            [key: string]: unknown;
                        } | null;
                        /** @description Of its own headers; their values are not shown. */
                        header_names: string[];
                        /** @description By what it knows Switchyard, without what is secret; null: the signature alone. */
                        auth: ({
                            /** @constant */
                            type: "basic";
                            username: string;
                        } | {
                            /** @constant */
                            type: "header";
                            name: string;
                        } | {
                            /** @constant */
                            type: "oauth2";
                            token_url: string;
                            client_id: string;
                            scope: string | null;
                            audience: string | null;
                            /** @enum {string} */
                            auth_style: "client_secret_basic" | "client_secret_post";
                        }) | null;
                        /** @description The client certificate that it is shown; null: none. */
                        tls: {
                            subject: string;
                            /** @description Of the certificate, in hex. */
                            fingerprint_sha256: string;
                            /** @description From then on no request is made with it. */
                            expires_at: string;
                        } | null;
                        /** @description Limit of an attempt; null: the deployment’s. */
                        timeout_ms: number | null;
                        /** @description Attempts of a delivery; null: the deployment’s. */
                        max_attempts: number | null;
                        /** @description Waits between attempts; null: the deployment’s. */
                        retry_schedule: string | null;
                        /** @description Attempts a second; null: no limit. */
                        rate_limit: number | null;
                        /** @description Held deliveries a second when they are sent on; null: the deployment’s. */
                        drain_rate: number | null;
                        /**
                         * @description PAUSED and DISABLED hold deliveries. UNREADABLE: its item was broken by hand, see status_reason.
                         * @enum {string}
                         */
                        status: "ENABLED" | "PAUSED" | "DISABLED" | "UNREADABLE";
                        status_reason: string | null;
                        status_changed_at: string | null;
                        health: {
                            /**
                             * @description open: it fails, and deliveries are held until a probe succeeds.
                             * @enum {string}
                             */
                            breaker: "closed" | "open" | "probing";
                            cause: ("failing" | "retry_after") | null;
                            failing_since: string | null;
                            failures_in_a_row: number;
                            next_probe_at: string | null;
                            /** @description What was held is being sent on. */
                            draining: boolean;
                        };
                        /** @description Those that sign now, newest first, without their values. */
                        secrets: {
                            /** @enum {string} */
                            type: "hmac" | "ed25519";
                            /** @description `whpk_…` of ed25519; null: a secret of both sides. */
                            public_key: string | null;
                            created_at: string;
                            expires_at: string | null;
                        }[];
                        /** @description Where anybody who has this reads its public keys, without a token; null: it never had one. */
                        public_keys_path: string | null;
                        created_at: string | null;
                        updated_at: string | null;
                        /** @description What deliveries are signed with. It is shown only now. null: an ed25519 key, see `secrets`. */
                        secret: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoint_id: string;
                        target_url: string | null;
                        description: string | null;
                        metadata: {
                            [key: string]: string;
                        };
                        /** @description Empty: all. */
                        event_types: string[];
                        /** @description null: any payload. */
                        filter: {
                            [key: string]: unknown;
                        } | null;
                        /** @description Of its own headers; their values are not shown. */
                        header_names: string[];
                        /** @description By what it knows Switchyard, without what is secret; null: the signature alone. */
                        auth: ({
                            /** @constant */
                            type: "basic";
                            username: string;
                        } | {
                            /** @constant */
                            type: "header";
                            name: string;
                        } | {
                            /** @constant */
                            type: "oauth2";
                            token_url: string;
                            client_id: string;
                            scope: string | null;
                            audience: string | null;
                            /** @enum {string} */
                            auth_style: "client_secret_basic" | "client_secret_post";
                        }) | null;
                        /** @description The client certificate that it is shown; null: none. */
                        tls: {
                            subject: string;
                            /** @description Of the certificate, in hex. */
                            fingerprint_sha256: string;
                            /** @description From then on no request is made with it. */
                            expires_at: string;
                        } | null;
                        /** @description Limit of an attempt; null: the deployment’s. */
                        timeout_ms: number | null;
                        /** @description Attempts of a delivery; null: the deployment’s. */
                        max_attempts: number | null;
                        /** @description Waits between attempts; null: the deployment’s. */
                        retry_schedule: string | null;
                        /** @description Attempts a second; null: no limit. */
                        rate_limit: number | null;
                        /** @description Held deliveries a second when they are sent on; null: the deployment’s. */
                        drain_rate: number | null;
                        /**
                         * @description PAUSED and DISABLED hold deliveries. UNREADABLE: its item was broken by hand, see status_reason.
                         * @enum {string}
                         */
                        status: "ENABLED" | "PAUSED" | "DISABLED" | "UNREADABLE";
                        status_reason: string | null;
                        status_changed_at: string | null;
                        health: {
                            /**
                             * @description open: it fails, and deliveries are held until a probe succeeds.
                             * @enum {string}
                             */
                            breaker: "closed" | "open" | "probing";
                            cause: ("failing" | "retry_after") | null;
                            failing_since: string | null;
                            failures_in_a_row: number;
                            next_probe_at: string | null;
                            /** @description What was held is being sent on. */
                            draining: boolean;
                            /** @description When it last answered 2xx; null: not in the last 30 days. May be a minute behind. */
                            last_success_at: string | null;
                            /** @description Deliveries that are held for it now, counted up to 1000; `at_least`: there may be more. */
                            held: {
                                count: number;
                                at_least: boolean;
                            };
                            /** @description Its dead letters now, found among the first of all your dead letters, counted up to 1000; `at_least`: there may be more. */
                            dead: {
                                count: number;
                                at_least: boolean;
                            };
                            /** @description What came of it. Counted by the workers, and written down within a minute; what is not yet written when one is stopped is missing here, and nowhere else. null: its item is broken. */
                            last_day: {
                                /** @description From when on: the last 24 hours and what this one has so far. */
                                since: string;
                                /** @description Deliveries that it answered with 2xx. */
                                delivered: number;
                                /** @description Attempts that it did not answer with 2xx. */
                                attempts_failed: number;
                                /** @description Deliveries that were given up. */
                                dead: number;
                                /** @description How often a delivery was held for it. */
                                held: number;
                                /** @description Milliseconds within which 95 % of its answers came, to 9 %; null: it gave none. */
                                answer_ms_p95: number | null;
                            } | null;
                        };
                        /** @description Those that sign now, newest first, without their values. */
                        secrets: {
                            /** @enum {string} */
                            type: "hmac" | "ed25519";
                            /** @description `whpk_…` of ed25519; null: a secret of both sides. */
                            public_key: string | null;
                            created_at: string;
                            expires_at: string | null;
                        }[];
                        /** @description Where anybody who has this reads its public keys, without a token; null: it never had one. */
                        public_keys_path: string | null;
                        created_at: string | null;
                        updated_at: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoint_id: string;
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    patchEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where events are posted: https, a public host, port 443 or above 1023, no user or fragment. */
                    target_url?: string;
                    /** @description Merged with what is there; a key with null is taken away, null takes all away. */
                    metadata?: {
                        [key: string]: string | null;
                    } | null;
                    /** @description Merged with what is there; a name with null is taken away, null takes all away. */
                    headers?: {
                        [key: string]: string | null;
                    } | null;
                    description?: string | null;
                    /** @description `order.paid`, all of `order.*`, or `*`. Without any: all types. Operational events have to be named, as `endpoint.failing` or `endpoint.*`. */
                    event_types?: string[] | null;
                    /** @description What the payload must be, in the syntax of EventBridge’s event patterns: `{"data": {"amount": [{"numeric": [">", 100]}]}}`. Matchers: `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `cidr`, `exists`, and `$or`. Up to 4096 characters and 10 levels. Without one: any payload. */
                    filter?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description By what the endpoint knows Switchyard, beside the signature. Written whole, and of what is secret never shown again. */
                    auth?: ({
                        /** @constant */
                        type: "basic";
                        username: string & (unknown & unknown);
                        password: string;
                    } | {
                        /** @constant */
                        type: "header";
                        name: string;
                        value: string;
                    } | {
                        /** @constant */
                        type: "oauth2";
                        token_url: string;
                        client_id: string;
                        client_secret: string;
                        scope?: string;
                        audience?: string;
                        /**
                         * @default client_secret_basic
                         * @enum {string}
                         */
                        auth_style?: "client_secret_basic" | "client_secret_post";
                    }) | null;
                    /** @description A client certificate (mTLS), shown to the endpoint on each TLS connection: PEM, first the certificate, then up to 4 that issued it, and its private key without a passphrase. Written whole; the key is never shown again. Where the deployment has them switched on. */
                    tls?: {
                        client_certificate: string;
                        private_key: string;
                    } | null;
                    /** @description Limit of one attempt until the status is there: 100 to what the deployment allows, 30000 by default. */
                    timeout_ms?: number | null;
                    /** @description Attempts before a delivery is given up, 1 to 50. */
                    max_attempts?: number | null;
                    /** @description Waits between attempts, such as `30s,5m,1h`; the last one repeats. All together less than the 30 days that an event is kept. */
                    retry_schedule?: string | null;
                    /** @description Attempts a second at most, 0.01 to 1000; what exceeds it waits. */
                    rate_limit?: number | null;
                    /** @description Held deliveries a second when they are sent on, 0.1 to 200; it grows while they succeed. */
                    drain_rate?: number | null;
                };
            };
        };
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    rotateEndpointSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description One of your own: `whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and the base64 of an ed25519 seed and its public key. Left out: one is made. */
                    secret?: string;
                    /**
                     * @description What is made where no `secret` is given: a secret of both sides, or an ed25519 key, of which only the public part is ever shown. Left out: `hmac`, and when rotating the kind of the newest.
                     * @enum {string}
                     */
                    signature?: "hmac" | "ed25519";
                    /** @description For how long the earlier secrets go on signing beside the new one: 0, which revokes them, to 604800 (7 days); 86400 (24 hours) if left out. */
                    overlap_seconds?: number;
                };
            };
        };
        responses: {
            /** @description Rotated. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoint_id: string;
                        target_url: string | null;
                        description: string | null;
                        metadata: {
                            [key: string]: string;
                        };
                        /** @description Empty: all. */
                        event_types: string[];
                        /** @description null: any payload. */
                        filter: {
                            [key: string]: unknown;
                        } | null;
                        /** @description Of its own headers; their values are not shown. */
                        header_names: string[];
                        /** @description By what it knows Switchyard, without what is secret; null: the signature alone. */
                        auth: ({
                            /** @constant */
                            type: "basic";
                            username: string;
                        } | {
                            /** @constant */
                            type: "header";
                            name: string;
                        } | {
                            /** @constant */
                            type: "oauth2";
                            token_url: string;
                            client_id: string;
                            scope: string | null;
                            audience: string | null;
                            /** @enum {string} */
                            auth_style: "client_secret_basic" | "client_secret_post";
                        }) | null;
                        /** @description The client certificate that it is shown; null: none. */
                        tls: {
                            subject: string;
                            /** @description Of the certificate, in hex. */
                            fingerprint_sha256: string;
                            /** @description From then on no request is made with it. */
                            expires_at: string;
                        } | null;
                        /** @description Limit of an attempt; null: the deployment’s. */
                        timeout_ms: number | null;
                        /** @description Attempts of a delivery; null: the deployment’s. */
                        max_attempts: number | null;
                        /** @description Waits between attempts; null: the deployment’s. */
                        retry_schedule: string | null;
                        /** @description Attempts a second; null: no limit. */
                        rate_limit: number | null;
                        /** @description Held deliveries a second when they are sent on; null: the deployment’s. */
                        drain_rate: number | null;
                        /**
                         * @description PAUSED and DISABLED hold deliveries. UNREADABLE: its item was broken by hand, see status_reason.
                         * @enum {string}
                         */
                        status: "ENABLED" | "PAUSED" | "DISABLED" | "UNREADABLE";
                        status_reason: string | null;
                        status_changed_at: string | null;
                        health: {
                            /**
                             * @description open: it fails, and deliveries are held until a probe succeeds.
                             * @enum {string}
                             */
                            breaker: "closed" | "open" | "probing";
                            cause: ("failing" | "retry_after") | null;
                            failing_since: string | null;
                            failures_in_a_row: number;
                            next_probe_at: string | null;
                            /** @description What was held is being sent on. */
                            draining: boolean;
                        };
                        /** @description Those that sign now, newest first, without their values. */
                        secrets: {
                            /** @enum {string} */
                            type: "hmac" | "ed25519";
                            /** @description `whpk_…` of ed25519; null: a secret of both sides. */
                            public_key: string | null;
                            created_at: string;
                            expires_at: string | null;
                        }[];
                        /** @description Where anybody who has this reads its public keys, without a token; null: it never had one. */
                        public_keys_path: string | null;
                        created_at: string | null;
                        updated_at: string | null;
                        /** @description The new secret. It is shown only now. null: an ed25519 key, see `secrets`. */
                        secret: string | null;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getPublicKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant_id: string;
                endpoint_id: string;
                page_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those that sign now, newest first. */
                        keys: {
                            /** @description `whpk_` and the base64 of 32 bytes. */
                            public_key: string;
                            created_at: string;
                            /** @description Until when it signs; null: it goes on. */
                            expires_at: string | null;
                        }[];
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    testEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating safe: the same key with the same body is answered the same again, and nothing is done twice.
                 * @example order-1042-paid
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description `switchyard.test` if left out. */
                    event_type?: string;
                    /** @description What the event has as `data`. */
                    data?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Queued. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id: string;
                        endpoint_id: string;
                        /** @constant */
                        status: "PENDING";
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    testFilter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One to try. Left out: the endpoint’s own. */
                    filter?: {
                        [key: string]: unknown;
                    };
                    /** @description As it would be sent. */
                    payload?: {
                        [key: string]: unknown;
                    };
                    /** @description Of an event that was sent: its payload. */
                    event_id?: string;
                };
            };
        };
        responses: {
            /** @description Tried. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether such an event would be delivered to this endpoint. */
                        matches: boolean;
                        /** @description Whether its `event_types` take it. */
                        type_matches: boolean;
                        /** @description Whether the filter does; true without one. */
                        filter_matches: boolean;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    pauseEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    resumeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    enableEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    disableEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you change: refused with 412 when it is another by now. */
                "If-Match"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    /** @description Names this state of the endpoint, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not as If-Match names it any more. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description How far back: the last hour, day or week. */
                range?: "1h" | "24h" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        range: "1h" | "24h" | "7d";
                        /**
                         * Format: date-time
                         * @description From when on `outcomes` and `endpoints` count.
                         */
                        since: string;
                        /** Format: date-time */
                        until: string;
                        /** @description Events, counted to the moment, newest first and up to 3000. */
                        accepted: {
                            count: number;
                            /** @description There may be more: it was counted up to a limit. */
                            at_least: boolean;
                            /**
                             * Format: date-time
                             * @description From when on they are counted.
                             */
                            since: string;
                            /** @description How long each span of `series` is. */
                            bucket_seconds: number;
                            /** @description Oldest first; null: from before they were counted, or only in part. */
                            series: {
                                /** Format: date-time */
                                from: string;
                                count: number | null;
                            }[];
                        };
                        /** @description What came of deliveries to the endpoints that there are, by whole hours. Counted by the workers, and written down within a minute. */
                        outcomes: {
                            /** @description Deliveries that were answered with 2xx. */
                            delivered: number;
                            /** @description Attempts that were not answered with 2xx. */
                            attempts_failed: number;
                            /** @description Deliveries that were given up. */
                            dead: number;
                            /** @description How often a delivery was held. */
                            held: number;
                            /** @description How long each span of `series` is. */
                            bucket_seconds: number;
                            /** @description Oldest first; the last one is not over. */
                            series: {
                                /** @description Deliveries that were answered with 2xx. */
                                delivered: number;
                                /** @description Attempts that were not answered with 2xx. */
                                attempts_failed: number;
                                /** @description Deliveries that were given up. */
                                dead: number;
                                /** @description How often a delivery was held. */
                                held: number;
                                /** Format: date-time */
                                from: string;
                            }[];
                        };
                        /** @description As it stands. `dead` has those of deleted endpoints too. */
                        now: {
                            held: {
                                count: number;
                                /** @description There may be more: it was counted up to a limit. */
                                at_least: boolean;
                            };
                            dead: {
                                count: number;
                                /** @description There may be more: it was counted up to a limit. */
                                at_least: boolean;
                            };
                            endpoints: {
                                enabled: number;
                                /** @description Enabled, but asked from time to time only. */
                                failing: number;
                                paused: number;
                                disabled: number;
                                unreadable: number;
                            };
                        };
                        endpoints: {
                            /** @description Deliveries that were answered with 2xx. */
                            delivered: number;
                            /** @description Attempts that were not answered with 2xx. */
                            attempts_failed: number;
                            /** @description Deliveries that were given up. */
                            dead: number;
                            /** @description How often a delivery was held. */
                            held: number;
                            endpoint_id: string;
                            target_url: string | null;
                            description: string | null;
                            /** @enum {string} */
                            status: "ENABLED" | "PAUSED" | "DISABLED" | "UNREADABLE";
                            status_reason: string | null;
                            status_changed_at: string | null;
                            /** @enum {string} */
                            breaker: "closed" | "open" | "probing";
                            failing_since: string | null;
                            /** @description Of all attempts, those that were answered with 2xx; null: none was made. */
                            success_rate: number | null;
                            /** @description Milliseconds within which 95 % of its answers came, to 9 %; null: it gave none. */
                            answer_ms_p95: number | null;
                            /** @description As it stands, each counted up to 1000. */
                            now: {
                                held: {
                                    count: number;
                                    /** @description There may be more: it was counted up to a limit. */
                                    at_least: boolean;
                                };
                                dead: {
                                    count: number;
                                    /** @description There may be more: it was counted up to a limit. */
                                    at_least: boolean;
                                };
                            };
                            /** @description By the same spans of time as `outcomes.series`. */
                            series: {
                                /** @description Deliveries that were answered with 2xx. */
                                delivered: number;
                                /** @description Attempts that were not answered with 2xx. */
                                attempts_failed: number;
                                /** @description Deliveries that were given up. */
                                dead: number;
                                /** @description How often a delivery was held. */
                                held: number;
                            }[];
                        }[];
                        /** @description What to look at, worst first. */
                        attention: {
                            /** @enum {string} */
                            kind: "endpoint_unreadable" | "endpoint_disabled" | "endpoint_failing" | "dead_letters" | "success_rate_low" | "no_endpoint" | "endpoint_paused" | "held";
                            endpoint_id: string | null;
                            since: string | null;
                            /** @description Of deliveries that are held or dead; with `success_rate_low`, of failed attempts. */
                            count: number | null;
                            at_least: boolean;
                            /** @description For a person to read. */
                            detail: string;
                        }[];
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one. */
            503: {
                headers: {
                    /**
                     * @description Seconds to wait before trying again.
                     * @example 1
                     */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    listPortalLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        links: {
                            /** @description To revoke it by. */
                            key_id: string;
                            label: string | null;
                            /** @description The end of the key in the link. */
                            last_four: string | null;
                            /** @enum {string} */
                            access: "full" | "read";
                            /** @description The `key_id` of the API key that it was made with. null: an operator made it. */
                            made_by: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            expires_at: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    createPortalLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description `read`: looks only. `full`: also makes and changes endpoints, retries, and starts and ends replays.
                     * @default full
                     * @enum {string}
                     */
                    access?: "full" | "read";
                    /**
                     * @description How long it is good for: 60 to 86400 (a day).
                     * @default 3600
                     */
                    expires_in_seconds?: number;
                    /** @description For whom it is, by which you find it in the list. */
                    label?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Opens the portal in a browser. Whoever has it has the access, so hand it to one person. It is shown only now. */
                        url: string;
                        /** @description To revoke it by. */
                        key_id: string;
                        /** @enum {string} */
                        access: "full" | "read";
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No bearer token, or one that is unknown, revoked or expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["AccessDenied"];
            /** @description It contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not application/json, or the body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is JSON but not what is described. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    revokePortalLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key_id: string;
                        /** @constant */
                        revoked: true;
                        /** @description 0: no request by it that begins after this answer is let in. */
                        effective_within_seconds: number;
                    };
                };
            };
            /** @description Malformed: the body is not JSON, or a header or parameter is not as described. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NotAuthenticated"];
            403: components["responses"]["AccessDenied"];
            /** @description There is no such thing, or it is another tenant’s. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    getPortalSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link is good. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenant_id: string;
                        key_id: string;
                        /** @enum {string} */
                        access: "full" | "read";
                        /** Format: date-time */
                        expires_at: string;
                        /** @description Whether endpoints may have one here, `tls`. */
                        client_certificates: boolean;
                    };
                };
            };
            /** @description No bearer token, or one that is unknown, revoked or expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The tenant is suspended. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Throttled"];
            504: components["responses"]["IntegrationTimeout"];
        };
    };
    callbackWhatsapp: {
        parameters: {
            query?: never;
            header: {
                "x-twilio-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description Genuine, and not as the provider documents it: kept in quarantine for an operator. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not proven to come from the provider: kept in quarantine for an operator. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackSms: {
        parameters: {
            query?: never;
            header: {
                "x-twilio-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description Genuine, and not as the provider documents it: kept in quarantine for an operator. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not proven to come from the provider: kept in quarantine for an operator. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackEmail: {
        parameters: {
            query?: never;
            header?: {
                "x-twilio-email-event-webhook-signature"?: string;
                authorization?: string;
                "x-twilio-email-event-webhook-timestamp"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackEmailSegment: {
        parameters: {
            query?: never;
            header?: {
                "x-twilio-email-event-webhook-signature"?: string;
                authorization?: string;
                "x-twilio-email-event-webhook-timestamp"?: string;
            };
            path: {
                /** @description A secret of the operator’s, where the provider signs nothing. */
                segment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackWebhooksTwilio: {
        parameters: {
            query?: never;
            header: {
                "x-twilio-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Genuine, and not as the provider documents it: kept in quarantine for an operator. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not proven to come from the provider: kept in quarantine for an operator. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A report on no message that was registered with PUT /v1/messages/{message_id}. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackWebhooksResend: {
        parameters: {
            query?: never;
            header?: {
                "svix-signature"?: string;
                "resend-signature"?: string;
                "svix-id"?: string;
                "svix-timestamp"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Genuine, and not as the provider documents it: kept in quarantine for an operator. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not proven to come from the provider: kept in quarantine for an operator. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A report on no message that was registered with PUT /v1/messages/{message_id}. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackWebhooksSendgrid: {
        parameters: {
            query?: never;
            header?: {
                "x-twilio-email-event-webhook-signature"?: string;
                authorization?: string;
                "x-twilio-email-event-webhook-timestamp"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Not proven to come from the provider: kept in quarantine for an operator. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A report on no message that was registered with PUT /v1/messages/{message_id}. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delivery: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The event id, the same over all attempts: drop what you already have by it.
                 * @example evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was signed, in seconds since 1970.
                 * @example 1772442904
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks: `v1,` and a base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; one for each valid secret, separated by spaces.
                 * @example v1,YjtNbrQiKSbHsQ0g5GAsGDr6Xcu5/tolNAsQqbHjz5Q=
                 */
                "webhook-signature": string;
                /**
                 * @description Stripe style: `t=` and the timestamp, then `v1=` and a hexadecimal HMAC-SHA256 of `{t}.{body}` for each valid secret.
                 * @example t=1772442904,v1=b718e63594abf9c6bee145d49aeadc8c3e8ca69c9e2f9cb1dd15cc9243d65f52
                 */
                "Stripe-Signature": string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The event as it was sent. Verify these bytes before parsing them. */
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled at once, and its deliveries are held until it is enabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Retried, no sooner than `Retry-After` says; it is honoured up to 1 hour. */
            429: {
                headers: {
                    /**
                     * @description Seconds, or an HTTP date. Honoured on every answer that leads to a retry.
                     * @example 120
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The first KiB of the answer is kept and can be read with the event. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Redirects are not followed: retried as any other failure. */
            "3XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other status, no answer within 30 seconds, and a connection that fails: retried, and dead-lettered after the last attempt. A URL that leads to a private address is never called: dead-lettered at once. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
