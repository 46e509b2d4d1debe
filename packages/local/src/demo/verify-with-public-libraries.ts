import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { check } from './check.ts';
import type { ReceivedDelivery } from './endpoint-server.ts';

/** What a tenant's developer does: verify with a library that knows nothing of us. Both signature families hold. */
export function verifyWithPublicLibraries({ headers, body }: ReceivedDelivery, secret: string): void {
  const stripe = new Stripe('sk_test_unused');
  const event = stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), secret);
  check(typeof event === 'object', 'stripe.webhooks.constructEvent accepts the delivery');
  new Webhook(secret).verify(body, {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  });
}
