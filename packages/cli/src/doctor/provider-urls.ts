import { RESEND_MAIL_EVENTS } from '@switchyard/webhook-handler/resend-event-types';
import { callbackPaths } from '@switchyard/webhook-handler/routes';
import type { OpenDeployment } from '../open-deployment.ts';

/** Twilio repeats only failed connections by itself; this makes it three repeats, after 5xx and slow answers too. */
export const TWILIO_FRAGMENT = '#rc=3&rp=5xx,ct,rt';

export type ProviderUrl = {
  readonly for: string;
  readonly url: string;
  /** Where it is typed, and what goes with it. */
  readonly where: string;
};

/** Every URL to give to somebody: the text that is typed there must be this one. */
export function providerUrls({
  hooksUrl,
  receiverUrl,
}: Pick<OpenDeployment, 'hooksUrl' | 'receiverUrl'>): ProviderUrl[] {
  return [
    ...Object.entries(callbackPaths).map(([path, route]) => callback(hooksUrl, path, route)),
    { for: 'tenants', url: `${hooksUrl}/v1/events`, where: 'POST, with the tenant’s API key' },
    { for: 'documentation', url: `${hooksUrl}/v1/docs`, where: 'a browser' },
    {
      for: 'health',
      url: `${hooksUrl}/webhooks/health`,
      where: 'an uptime monitor; ?deep=1 asks table and queues',
    },
    {
      for: 'receiver',
      url: `${receiverUrl}/<tenant-id>/webhook`,
      where: 'as --target-url, to try out deliveries',
    },
    { for: 'receiver docs', url: `${receiverUrl}/docs`, where: 'a browser' },
  ];
}

function callback(hooksUrl: string, path: string, route: (typeof callbackPaths)[string]): ProviderUrl {
  const url = `${hooksUrl}${path.replace('{segment}', '<segment>')}`;
  switch (route) {
    case 'whatsapp':
      return {
        for: 'Twilio WhatsApp',
        url: `${url}${TWILIO_FRAGMENT}`,
        where: 'Console, Messaging, Senders, WhatsApp senders: incoming messages, POST',
      };
    case 'sms':
      return {
        for: 'Twilio SMS',
        url: `${url}${TWILIO_FRAGMENT}`,
        where: 'Console, Phone Numbers, the number, Messaging; or its Messaging Service, Integration: POST',
      };
    case 'twilio-status':
      return {
        for: 'Twilio status',
        url: `${url}${TWILIO_FRAGMENT}`,
        where: 'StatusCallback of each message sent; or of the Messaging Service or WhatsApp sender',
      };
    case 'email': {
      const proof = path.includes('{')
        ? 'when it is proven by a path segment'
        : 'when mail is signed (recommended); for basic auth, with user:password@ before the host';
      return { for: 'SendGrid', url, where: `Settings, Inbound Parse, ${proof}` };
    }
    case 'resend-events':
      return { for: 'Resend', url, where: `Webhooks, with the events ${RESEND_MAIL_EVENTS.join(', ')}` };
  }
}
