import { EVENT, type Outgoing } from '@switchyard/local/measure';
import type { PeerRequest } from './peer-file.ts';

export type Placeholders = Readonly<Record<'receiver' | 'id' | 'run', string>>;

/** A request of a peer's file with its placeholders filled in. @throws where it names one that there is not */
export function fillRequest({ method, url, headers, body }: PeerRequest, values: Placeholders): Outgoing {
  return {
    method,
    url: fillText(url, values),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, fillText(value, values)]),
    ),
    body: body === undefined ? '' : JSON.stringify(fillValue(body, values)),
  };
}

function fillValue(value: unknown, values: Placeholders): unknown {
  if (value === '{{event}}') return JSON.parse(EVENT);
  if (typeof value === 'string') return fillText(value, values);
  if (Array.isArray(value)) return value.map((each) => fillValue(each, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fillValue(each, values)]));
}

const fillText = (text: string, values: Placeholders): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (name === 'receiver' || name === 'id' || name === 'run') return values[name];
    throw new Error(
      `{{${name}}} in "${text}": there are {{receiver}}, {{id}}, {{run}} and, as a whole value, {{event}}.`,
    );
  });
