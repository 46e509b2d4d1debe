import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { synthesize } from '../synthesize.ts';
import { adaptForMoto, secretsOf, type Template, templateSchema } from './adapt-for-moto.ts';

const arnsOf = (template: Template) =>
  Object.fromEntries(
    secretsOf(template).map((name) => [name, `arn:aws:secretsmanager:eu-central-1:1:secret:${name}`]),
  );

let ours: Template;
beforeAll(async () => {
  ours = templateSchema.parse((await synthesize({ 'the defaults': {} }))('the defaults'));
});

describe('the stack for moto', () => {
  it('keeps every resource but those of types that moto does not know', () => {
    const { template } = adaptForMoto(ours, arnsOf(ours));
    const gone = Object.keys(ours.Resources).filter((name) => !Object.hasOwn(template.Resources, name));
    const types = new Set(gone.map((name) => ours.Resources[name]?.Type));
    expect([...types].sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::SecretsManager::Secret',
    ]);
  });

  it('refers to nothing that it does not have', () => {
    const { template } = adaptForMoto(ours, arnsOf(ours));
    const gone = Object.keys(ours.Resources).filter((name) => !Object.hasOwn(template.Resources, name));
    const text = JSON.stringify(template);
    const referred = gone.filter(
      (name) =>
        text.includes(`"Ref":"${name}"`) ||
        text.includes(`"Fn::GetAtt":["${name}"`) ||
        text.includes(`"DependsOn":"${name}"`),
    );
    expect(referred).toEqual([]);
  });

  it('names the method of each MOCK integration, and changes no other', () => {
    const { template, changes } = adaptForMoto(ours, arnsOf(ours));
    const integrations = (of: Template) =>
      Object.values(of.Resources).flatMap(({ Type, Properties }) =>
        Type === 'AWS::ApiGateway::Method' ? [Properties.Integration] : [],
      );
    expect(integrations(template)).toEqual(
      integrations(ours).map((integration) =>
        JSON.stringify(integration).includes('"Type":"MOCK"')
          ? { IntegrationHttpMethod: 'OPTIONS', Uri: '', ...Object(integration) }
          : integration,
      ),
    );
    expect(changes).toContainEqual(expect.stringContaining('MOCK integration'));
  });
});

describe('a deployment of an API', () => {
  it('waits for every method of its API: it would be made before some of them else', () => {
    const refOf = (value: unknown) => z.object({ Ref: z.string() }).parse(value).Ref;
    const all = Object.entries(ours.Resources);
    const deployments = all.filter(([, { Type }]) => Type === 'AWS::ApiGateway::Deployment');
    expect(deployments.length).toBeGreaterThan(0);
    for (const [, { Properties, DependsOn = [] }] of deployments) {
      const methods = all.flatMap(
        ([
          name,
          {
            Type,
            Properties: { RestApiId },
          },
        ]) =>
          Type === 'AWS::ApiGateway::Method' && refOf(RestApiId) === refOf(Properties.RestApiId)
            ? [name]
            : [],
      );
      expect([DependsOn].flat()).toEqual(expect.arrayContaining(methods));
    }
  });

  it('has an integration for every method', () => {
    const without = Object.entries(ours.Resources).filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::ApiGateway::Method' && Properties.Integration === undefined,
    );
    expect(without).toEqual([]);
  });
});
