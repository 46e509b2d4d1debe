import { describe, expect, it } from '@jest/globals';
import { refTo } from '../../testing/references.ts';
import { propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({
  dev: {},
  domains: { HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' },
});
const dev = templateOf('dev');

describe('custom domains', () => {
  const ZONED = [
    'AWS::ApiGateway::DomainName',
    'AWS::CertificateManager::Certificate',
    'AWS::Route53::RecordSet',
  ];

  it.each(ZONED)('are absent without a hosted zone: no %s', (type) => {
    expect(resourcesOf(dev, type)).toEqual({});
  });

  it('are hooks and receiver in the hosted zone, with TLS 1.2 or better', () => {
    const domains = Object.values(propertiesOf(templateOf('domains'), 'AWS::ApiGateway::DomainName'));

    expect(domains).toEqual(
      ['hooks.example.com', 'receiver.example.com'].map((DomainName) =>
        expect.objectContaining({
          DomainName,
          SecurityPolicy: 'TLS_1_2',
          RegionalCertificateArn: refTo(
            `${DomainName.startsWith('hooks') ? 'Hooks' : 'Receiver'}DomainCertificate`,
          ),
          EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
        }),
      ),
    );
  });

  it('have certificates that the hosted zone proves', () => {
    const certificates = Object.values(
      propertiesOf(templateOf('domains'), 'AWS::CertificateManager::Certificate'),
    );

    expect(certificates).toEqual(
      ['hooks.example.com', 'receiver.example.com'].map((DomainName) =>
        expect.objectContaining({
          DomainName,
          ValidationMethod: 'DNS',
          DomainValidationOptions: [{ DomainName, HostedZoneId: 'Z0123456789' }],
        }),
      ),
    );
  });

  it('are found over IPv4 and IPv6', () => {
    const records = Object.values(propertiesOf(templateOf('domains'), 'AWS::Route53::RecordSet'));

    for (const { AliasTarget } of records)
      expect(AliasTarget).toEqual({
        DNSName: { 'Fn::GetAtt': [expect.stringContaining('DomainName'), 'RegionalDomainName'] },
        HostedZoneId: { 'Fn::GetAtt': [expect.stringContaining('DomainName'), 'RegionalHostedZoneId'] },
      });
    expect(records.map(({ Name, Type }) => `${Name} ${Type}`).sort()).toEqual([
      'hooks.example.com. A',
      'hooks.example.com. AAAA',
      'receiver.example.com. A',
      'receiver.example.com. AAAA',
    ]);
  });

  it('are what the outputs tell', () => {
    expect(templateOf('domains').Outputs).toMatchObject({
      HooksUrl: { Value: 'https://hooks.example.com' },
      ReceiverUrl: { Value: 'https://receiver.example.com' },
    });
  });

  it('are left out of the outputs without a hosted zone', () => {
    for (const name of ['HooksUrl', 'ReceiverUrl'])
      expect(JSON.stringify(dev.Outputs[name])).toContain('.execute-api.');
  });
});
