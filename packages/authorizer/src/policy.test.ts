import { describe, expect, it } from '@jest/globals';
import { stagePolicy } from './policy.ts';

const STAGE = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/dev';

describe('the policy for a caller', () => {
  it.each([
    ['a nested path', `${STAGE}/GET/v1/events/evt_1/retry`],
    ['a short path', `${STAGE}/POST/v1/events`],
    ['the root', `${STAGE}/GET/`],
    ['the root without a slash', `${STAGE}/GET`],
    ['a path that repeats the stage', `${STAGE}/GET/dev/dev`],
  ])('covers the whole stage, called at %s', (_, methodArn) => {
    expect(stagePolicy('Allow', methodArn, 'acme', {}).policyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${STAGE}/*` },
    ]);
  });

  it('does not cover another stage of the same API', () => {
    const { policyDocument } = stagePolicy('Allow', `${STAGE}/GET/v1`, 'acme', {});
    expect(JSON.stringify(policyDocument)).not.toContain('abc123/*');
  });

  it('denies when it is to deny', () => {
    expect(stagePolicy('Deny', `${STAGE}/GET/v1`, 'acme', {}).policyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny' }),
    ]);
  });

  it('says who it is', () => {
    expect(stagePolicy('Allow', `${STAGE}/GET/v1`, 'acme', { tenantId: 'acme' })).toMatchObject({
      principalId: 'acme',
      context: { tenantId: 'acme' },
    });
  });
});
