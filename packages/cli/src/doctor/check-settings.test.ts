import { describe, expect, it } from '@jest/globals';
import * as settingsModule from '@switchyard/cdk/settings';
import { checkSettings } from './check-settings.ts';

/** Without it alarms reach nobody, which is warned of. */
const SAFE = { ALERT_EMAIL: 'oncall@example.com' };
const check = (dotenv?: Record<string, string>, environment: Record<string, string> = {}) =>
  checkSettings(settingsModule, { environment: { ...SAFE, ...environment }, dotenv });

describe('settings', () => {
  it('that are fine name the stage and the stack', () => {
    const { settings, findings } = check(undefined, { PREFIX: 'hooks', STAGE: 'test' });
    expect(settings).toMatchObject({ STAGE: 'test' });
    expect(findings).toEqual([
      {
        check: 'values',
        state: 'ok',
        detail: 'stage test, stack hooks-test, from the environment; there is no .env',
      },
    ]);
  });

  it('of the environment go before those of .env', () => {
    expect(check({ STAGE: 'one' }, { STAGE: 'two' }).settings).toMatchObject({ STAGE: 'two' });
  });

  it('that are wrong are each named, with the value and what is allowed', () => {
    const { settings, findings } = check({ MAX_ATTEMPTS: 'abc', LOG_LEVEL: 'loud' });
    expect(settings).toBeUndefined();
    expect(findings.map(({ state, detail }) => [state, detail])).toEqual([
      ['fail', 'MAX_ATTEMPTS="abc": must be a whole number from 1 to 50'],
      ['fail', expect.stringMatching(/^LOG_LEVEL="loud": /)],
    ]);
  });

  it.each([
    ['VERIFY_WEBHOOK_SIGNATURES', 'false'],
    ['ALLOW_LOOPBACK_TARGETS', 'true'],
    ['LEGACY_TWILIO_STATUS_SIGNATURE', 'true'],
    ['LEGACY_RESEND_SIGNATURE', 'true'],
    ['TWILIO_API_BASE_URL', 'http://127.0.0.1:1'],
    ['RESEND_API_BASE_URL', 'http://127.0.0.1:1'],
    ['ALERT_EMAIL', ''],
    ['TWILIO_SOURCE_RANGES', '192.0.2.0/24'],
  ])('that are allowed and risky are warned of: %s=%s', (name, value) => {
    const { findings } = check(undefined, { [name]: value });
    const warnings = findings.filter(({ check: what }) => what === 'risks');
    expect(warnings).toMatchObject([
      { state: 'warn', detail: expect.stringContaining(`${name}=${value}: `) },
    ]);
  });

  it('that leave fallback mails without a sender are warned of', () => {
    const { findings } = check({ FALLBACK_MESSAGE: 'Hello' });
    expect(findings.filter(({ state }) => state === 'warn')).toMatchObject([
      { fix: expect.stringContaining('FALLBACK_FROM_EMAIL') },
    ]);
  });

  it('in .env that nobody reads are warned of, those of the local stack and the AWS SDK are not', () => {
    const names = {
      RETRY_SHEDULE: '1s',
      PORT: '0',
      AWS_PROFILE: 'x',
      SWITCHYARD_STACK: 'y',
      LOG_LEVEL: 'info',
    };
    const { findings } = check(names);
    expect(findings.filter(({ check: what }) => what === 'names')).toMatchObject([
      { state: 'warn', detail: '.env holds RETRY_SHEDULE, which is no setting and changes nothing' },
    ]);
  });
});
