/** All examples are of one event: an order was paid, and one of two endpoints was down for a while. */
export const EXAMPLE_BODY = '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90"}}';
export const EXAMPLE_KEY = 'order-1042-paid';
export const EXAMPLE_ORDERING_KEY = 'order-1042';
/** What the tenant `acme` gets for that key. */
export const EXAMPLE_EVENT_ID = 'evt_c507nb0kz0a7mfyf2vpzn5knwnqp4q7p';
export const UNKNOWN_EVENT_ID = 'evt_06dp4zq8r0000000000000000a';
/** The end of the address of an endpoint's public keys. */
export const EXAMPLE_PUBLIC_KEYS_ID = 'c29tZWJvZHkgd2FzIHRvbA';
export const EXAMPLE_REPLAY_ID = 'rpl_06dp5046w00000000000000001';

/** Of links to the portal. */
export const EXAMPLE_LINK_ID = 'key_06dp5046w00000000000000001';
export const UNKNOWN_LINK_ID = 'key_06dp4zq8r0000000000000000a';

/** The person who ordered is told by SMS that the order is on its way. */
export const EXAMPLE_MESSAGE_ID = 'order-1042-shipped';
export const EXAMPLE_EXTERNAL_ID = 'SM0123456789abcdef0123456789abcdef';
export const EXAMPLE_MESSAGE =
  '{"channel":"sms","provider":"twilio","recipient":"+436601234567","sent_at":"2026-03-02T11:40:00Z"}';
/** Messages that were registered before it. */
export const EARLIER_MESSAGE_ID = 'order-1041-shipped';
export const CONFLICTING_MESSAGE_ID = 'order-1040-shipped';
export const UNKNOWN_MESSAGE_ID = 'order-1-shipped';
export const TAKEN_EXTERNAL_ID = 'SM00000000000000000000000000001041';

export const EXAMPLE_JSON_HEADERS = { 'content-type': 'application/json' };
export const EXAMPLE_FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' };
