import { distance } from 'fastest-levenshtein';
import { settingList } from './setting-list.ts';

/** Names that are used elsewhere for what a setting is called here. */
const OTHER_NAMES: Readonly<Record<string, keyof typeof settingList.shape>> = {
  HOSTED_ZONE_URL: 'HOSTED_ZONE_NAME',
  MAX_RETRIES: 'MAX_ATTEMPTS',
  LOG_FORMAT: 'ACCESS_LOG_FORMAT',
};

/** Typing errors in a name; more would be another name. */
const MAX_DISTANCE = 2;

/**
 * Variables of the environment that are no setting but look like one, with the name that was probably meant: what is
 * set under a wrong name has no effect, and nobody would be told.
 *
 * @returns a sentence for each
 */
export function nearMisses(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.keys(settingList.shape);
  return Object.keys(environment)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = OTHER_NAMES[name] ?? known.find((setting) => isNearMiss(name, setting));
      return meant === undefined ? [] : [`${name} is no setting and has no effect: it is called ${meant}.`];
    });
}

/** `Max_Attempts`, `MAX_ATTEMTPS`, `DELIVERY_TIMEOUT` of `DELIVERY_TIMEOUT_MS`, or the first words of a name of several with another last one. */
function isNearMiss(name: string, setting: string): boolean {
  const upper = name.toUpperCase().replaceAll('-', '_');
  if (upper === setting || (upper.includes('_') && setting.startsWith(`${upper}_`))) return true;
  // Short names of other programs, such as STAGES or PREFIXES, are too easily near.
  if (setting.length > 7 && distance(upper, setting) <= MAX_DISTANCE) return true;
  const firstWords = (text: string) => text.split('_').slice(0, -1);
  return firstWords(setting).length > 1 && firstWords(upper).join() === firstWords(setting).join();
}
