import { expect, it } from '@jest/globals';
import { generateSecretString, generateSecretStringSchema } from './generate-secret-string.ts';

const generate = (options: Record<string, unknown>) =>
  generateSecretString(generateSecretStringSchema.parse(options));

it('without options: 32 characters with every kind but spaces', () => {
  const secret = generate({});
  expect(secret).toHaveLength(32);
  for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(secret).toMatch(kind);
  expect(secret).not.toContain(' ');
});

it('leaves out what the template excludes', () => {
  const secret = generate({
    PasswordLength: 500,
    ExcludePunctuation: true,
    ExcludeUppercase: true,
    ExcludeCharacters: 'lo01',
  });
  expect(secret).toMatch(/^[a-kmnp-z2-9]{500}$/);
});

it('puts the password into the template under its key', () => {
  const secret = generate({
    SecretStringTemplate: '{"user":"me"}',
    GenerateStringKey: 'password',
    PasswordLength: 8,
  });
  expect(JSON.parse(secret)).toEqual({ user: 'me', password: expect.stringMatching(/^.{8}$/) });
});
