import { CfnDomainName, EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

export type CustomDomainProps = {
  readonly api: RestApi;
  readonly zone: IHostedZone;
  /** `hooks` makes hooks.<zone>. */
  readonly label: string;
};

/** Puts a REST API under its own name: certificate validated by DNS, TLS 1.2 or better, IPv4 and IPv6. */
export class CustomDomain extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { api, zone, label }: CustomDomainProps) {
    super(scope, id);
    const domainName = `${label}.${zone.zoneName}`;
    const domain = api.addDomainName('DomainName', {
      domainName,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      certificate: new Certificate(this, 'Certificate', {
        domainName,
        validation: CertificateValidation.fromDns(zone),
      }),
    });
    // CDK has no property for it, and API Gateway's default is IPv4 only.
    const resource = domain.node.defaultChild;
    if (resource instanceof CfnDomainName) {
      resource.addPropertyOverride('EndpointConfiguration.IpAddressType', 'dualstack');
    }
    const target = RecordTarget.fromAlias(new ApiGatewayDomain(domain));
    new ARecord(this, 'Ipv4', { zone, recordName: domainName, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: domainName, target });
    this.url = `https://${domainName}`;
  }
}
