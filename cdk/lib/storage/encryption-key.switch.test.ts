import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { nameOf, synthesize, type Template } from '../../testing/synthesize.ts';
import { updatedBefore } from '../../testing/update-order.ts';

const templateOf = await synthesize({
  dev: {},
  devWithKey: { CUSTOMER_MANAGED_KEY: 'true' },
  prod: { STAGE: 'prod' },
  prodWithKey: { STAGE: 'prod', CUSTOMER_MANAGED_KEY: 'true' },
});

const idsOf = ({ Resources }: Template, type: string) =>
  Object.keys(Resources).filter((id) => Resources[id]?.Type === type);
const propertiesAt = ({ Resources }: Template, id: string) => Resources[id]?.Properties;
const changed = (before: Template, after: Template) =>
  Object.keys(after.Resources).filter(
    (id) => JSON.stringify(propertiesAt(before, id)) !== JSON.stringify(propertiesAt(after, id)),
  );

const conditionSchema = z.object({
  ArnEquals: z.object({
    'aws:PrincipalArn': z.array(z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })),
  }),
});

/** The roles that the key's own policy lets use it. */
function usersOf(template: Template, keyId: string): string[] {
  const { Statement } = z
    .object({
      Statement: z.array(z.looseObject({ Sid: z.string().optional(), Condition: z.unknown().optional() })),
    })
    .parse(propertiesAt(template, keyId)?.KeyPolicy);
  const { Condition } = Statement.find(({ Sid }) => Sid === 'Functions') ?? {};
  return conditionSchema.parse(Condition).ArnEquals['aws:PrincipalArn'].map(({ 'Fn::GetAtt': [id] }) => id);
}

describe.each([
  ['dev', 'devWithKey'],
  ['prod', 'prodWithKey'],
])('CUSTOMER_MANAGED_KEY on a live stack, stage %s:', (without, withKey) => {
  const [off, on] = [templateOf(without), templateOf(withKey)];
  const [keyId = ''] = idsOf(on, 'AWS::KMS::Key');

  it('the key’s own policy lets the role of every function use it', () => {
    const roles = idsOf(on, 'AWS::Lambda::Function').map((id) => nameOf(id).replace(/Function$/, 'Role'));

    expect(usersOf(on, keyId).map(nameOf).sort()).toEqual(roles.sort());
  });

  it('switched on, it is there before anything that is encrypted with it, and before what may use it', () => {
    const encrypted = changed(off, on).filter((id) => id !== keyId);

    expect(encrypted.length).toBeGreaterThan(3 + 16 + 2);
    for (const id of encrypted)
      expect([id, [...updatedBefore(on, id)]]).toEqual([id, expect.arrayContaining([keyId])]);
    for (const id of [...idsOf(on, 'AWS::IAM::Policy'), ...idsOf(on, 'AWS::Lambda::Function')])
      expect([id, [...updatedBefore(on, id)]]).toEqual([id, expect.arrayContaining([keyId])]);
  });

  it('switched off, it stays, and no role loses a permission: what waits is still encrypted with it', () => {
    expect(on.Resources[keyId]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::Policy']) {
      for (const id of idsOf(off, type)) expect(propertiesAt(off, id)).toEqual(propertiesAt(on, id));
    }
  });
});
