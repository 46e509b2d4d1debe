import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { EVERYTHING_ON } from '../testing/everything-on.ts';

const SCRIPT = fileURLToPath(new URL('../testing/print-findings.ts', import.meta.url));
const inspectedSchema = z.record(
  z.string(),
  z.object({ findings: z.array(z.string()), accepted: z.array(z.string()), isProtected: z.boolean() }),
);
const inspected = inspectedSchema.parse(
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        SCRIPT,
        JSON.stringify({
          dev: {},
          prod: { STAGE: 'prod' },
          everything: EVERYTHING_ON,
        }),
      ],
      { encoding: 'utf8' },
    ),
  ),
);

describe('the AwsSolutions rules of cdk-nag', () => {
  it.each(['dev', 'prod', 'everything'])('find nothing: %s', (name) => {
    expect(inspected[name]?.findings).toEqual([]);
  });

  it('would find a queue without TLS and without dead letters', () => {
    expect(inspected.flawed?.findings).toEqual([
      'AwsSolutions-SQS3 at Flawed/Queue/Resource',
      'AwsSolutions-SQS4 at Flawed/Queue/Resource',
    ]);
  });
});

describe('what is accepted of what they would find', () => {
  const accepted = (name: string) => inspected[name]?.accepted ?? [];
  const rules = (name: string) => accepted(name).map((line) => line.replace(/( at [\w/]+): .*$/, '$1'));

  it.each(['dev', 'everything'])('has a reason each: %s', (name) => {
    for (const line of accepted(name)) expect(line).toMatch(/ at [\w/]+: \S.{30,}\.$/);
  });

  it('is this', () => {
    expect(rules('dev').sort()).toEqual([
      'Annotation::AwsSolutions-APIG2 at Switchyard/Hooks/Api',
      'Annotation::AwsSolutions-APIG2 at Switchyard/ReceiverApi/Rest/Api',
      'Annotation::AwsSolutions-APIG3 at Switchyard/Hooks/Api',
      'Annotation::AwsSolutions-APIG3 at Switchyard/ReceiverApi/Rest/Api',
      'Annotation::AwsSolutions-APIG4 at Switchyard/Hooks/Api',
      'Annotation::AwsSolutions-APIG4 at Switchyard/ReceiverApi/Rest/Api',
      'Annotation::AwsSolutions-COG4 at Switchyard/Hooks/Api',
      'Annotation::AwsSolutions-COG4 at Switchyard/ReceiverApi/Rest/Api',
      'Annotation::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs] at Switchyard/ApiLogs/Role',
      'Annotation::AwsSolutions-SMG4 at Switchyard/Callbacks/ProviderSecrets',
      'Annotation::AwsSolutions-SMG4 at Switchyard/ReceiverApi/OperatorToken',
    ]);
  });

  it('is, with everything on, tracing’s wildcard as well, those of certificates, and no API without a web ACL', () => {
    const wildcards = rules('everything').filter((rule) => rule.includes('IAM5'));
    const ofTracing = wildcards.filter((rule) => !rule.includes('secretsmanager'));

    expect(wildcards.filter((rule) => !ofTracing.includes(rule)).sort()).toEqual(
      ['Delivery/SlowWorker', 'Delivery/Worker', 'IngestApi/Handler'].map(
        (name) =>
          `Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:switchyard-prod/client-certificates/*] at Switchyard/${name}`,
      ),
    );
    expect(ofTracing).toHaveLength(8);
    for (const rule of ofTracing)
      expect(rule).toMatch(/^Annotation::AwsSolutions-IAM5\[Resource::\*\] at Switchyard\/[\w/]+\/Role$/);
    expect(rules('everything').filter((rule) => rule.includes('APIG3'))).toEqual([]);
  });
});

it.each([
  ['dev', false],
  ['prod', true],
  // FIRST_DEPLOYMENT is on.
  ['everything', false],
])('the stack refuses to be deleted in stage prod, once it is there: %s', (name, isProtected) => {
  expect(inspected[name]?.isProtected).toBe(isProtected);
});
