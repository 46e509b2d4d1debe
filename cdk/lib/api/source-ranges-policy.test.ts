import { describe, expect, it } from '@jest/globals';
import { callbackPaths } from '@switchyard/webhook-handler/routes';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {}, everything: EVERYTHING_ON });

describe('TWILIO_SOURCE_RANGES', () => {
  const hooksPolicy = (variant: string) =>
    propertiesOf(templateOf(variant), 'AWS::ApiGateway::RestApi').HooksApi?.Policy;

  it('restricts nothing where it is empty', () => {
    expect(hooksPolicy('dev')).toBeUndefined();
  });

  it('keeps others than Twilio off the paths of Twilio, and nobody off any other', () => {
    const twilio = Object.entries(callbackPaths)
      .filter(([, route]) => ['whatsapp', 'sms', 'twilio-status'].includes(route))
      .map(([path]) => `execute-api:/*/POST${path}`);

    expect(hooksPolicy('everything')).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
        },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: twilio.sort(),
          Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } },
        },
      ],
    });
  });

  it('leaves the receiver open', () => {
    expect(
      propertiesOf(templateOf('everything'), 'AWS::ApiGateway::RestApi').ReceiverApiRestApi,
    ).not.toHaveProperty('Policy');
  });
});
