import { describe, expect, it } from '@jest/globals';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';
import { parseSettings, SettingsError } from './settings.ts';

const templateOf = await synthesize({ dev: {}, everything: EVERYTHING_ON });

/** What is reserved, by function. */
const reservedIn = (variant: string) =>
  Object.fromEntries(
    Object.entries(propertiesOf(templateOf(variant), 'AWS::Lambda::Function')).flatMap(
      ([name, { ReservedConcurrentExecutions: reserved }]) =>
        reserved === undefined ? [] : [[nameOf(name), reserved]],
    ),
  );

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('RESERVED_CONCURRENCY', () => {
  it('reserves nothing unless it is set', () => {
    expect(reservedIn('dev')).toEqual({});
  });

  it('gives each function that it names its share, and the others none', () => {
    expect(reservedIn('everything')).toEqual({
      DeliveryWorkerFunction: 70,
      CallbacksHandlerFunction: 200,
      IngestApiHandlerFunction: 150,
      IngestApiAuthorizerFunction: 50,
    });
  });

  it.each([
    ['worker=50'],
    ['worker=60,receiver=5'],
    // 100 are left.
    ['worker=50,webhook-handler=850'],
  ])('may be %s in an account of 1,000', (shares) => {
    expect(problemsOf({ RESERVED_CONCURRENCY: shares, ACCOUNT_CONCURRENCY: '1000' })).toEqual([]);
  });

  it('is not checked against an account whose limit is not known', () => {
    expect(problemsOf({ RESERVED_CONCURRENCY: 'worker=5000' })).toEqual([]);
  });

  it.each([
    ['worker=0', {}, 'must be functions and their shares such as worker=60,webhook-handler=200'],
    ['mailer=5', {}, 'of authorizer, ingest-api, webhook-handler, worker, receiver'],
    ['worker', {}, 'must be functions and their shares'],
    ['worker=60,worker=70', {}, 'names a function twice'],
    [
      'authorizer=4',
      { PROVISIONED_CONCURRENCY: '5' },
      'reserves 4 for authorizer, of which PROVISIONED_CONCURRENCY=5 are to be warm',
    ],
    [
      'worker=60,webhook-handler=841',
      { ACCOUNT_CONCURRENCY: '1000' },
      'leaves 99 of ACCOUNT_CONCURRENCY=1000 to all other functions of the account; Lambda asks for 100 or more',
    ],
    [
      'worker=880',
      { ACCOUNT_CONCURRENCY: '1000', PROVISIONED_CONCURRENCY: '10' },
      'leaves 90 of ACCOUNT_CONCURRENCY=1000',
    ],
  ])('is refused at synth as %s', (shares, others, problem) => {
    const [first] = problemsOf({ RESERVED_CONCURRENCY: shares, ...others });

    expect(first).toMatch(`RESERVED_CONCURRENCY="${shares}": `);
    expect(first).toContain(problem);
  });
});

it('a function that takes messages has no smaller share than it takes at once', async () => {
  await expect(
    synthesize({ small: { RESERVED_CONCURRENCY: 'worker=49', WORKER_MAX_CONCURRENCY: '50' } }),
  ).rejects.toThrow(
    'RESERVED_CONCURRENCY: reserves 49 for worker, which takes 50 batches of messages at once',
  );
});

describe('WORKER_MAX_CONCURRENCY', () => {
  it('must leave something of the account to the others', () => {
    expect(problemsOf({ ACCOUNT_CONCURRENCY: '10' })).toEqual([
      'WORKER_MAX_CONCURRENCY="": must be less than ACCOUNT_CONCURRENCY=10, which all functions of the account share',
    ]);
    expect(problemsOf({ ACCOUNT_CONCURRENCY: '10', WORKER_MAX_CONCURRENCY: '9' })).toEqual([]);
  });
});
