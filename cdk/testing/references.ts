import { expect } from '@jest/globals';

/** Matches a reference to the resource of this name, whatever CDK's hash behind it. */
export const refTo = (name: string) => ({ Ref: expect.stringMatching(`^${name}[0-9A-F]{8}$`) });

export const arnOf = (name: string) => ({
  'Fn::GetAtt': [expect.stringMatching(`^${name}[0-9A-F]{8}$`), 'Arn'],
});
