/** The published JSON Schemas: what consumers of queues and tenants' endpoints can rely on. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import {
  CONTEXT_VERSION,
  contextObject10Schema,
  contextObject11Schema,
} from '../packages/core/src/conversations/context-object.ts';
import { EMITTED_EVENT_VERSION, emittedEventSchema } from '../packages/core/src/messages/emitted-event.ts';
import { operationalEventSchema } from '../packages/core/src/operational-events/operational-event.ts';
import { OPERATIONAL_EVENT_VERSION } from '../packages/core/src/operational-events/operational-types.ts';
import { breakingChanges } from './breaking-changes.ts';

/** By path from the root. A new version is a new file; the old one stays as long as anybody reads it. */
export const SCHEMA_FILES: Readonly<Record<string, { readonly title: string; readonly schema: z.ZodType }>> =
  {
    'docs/schemas/context-object-1.0.json': {
      title: 'Context object: what a consumer of the replies and hand-off queues gets',
      schema: contextObject10Schema,
    },
    [`docs/schemas/context-object-${CONTEXT_VERSION}.json`]: {
      title: 'Context object: what a consumer of the replies and hand-off queues gets',
      schema: contextObject11Schema,
    },
    [`docs/schemas/event-${EMITTED_EVENT_VERSION}.json`]: {
      title: 'Event made of a provider’s callback, as a tenant’s endpoint gets it',
      schema: emittedEventSchema,
    },
    [`docs/schemas/operational-event-${OPERATIONAL_EVENT_VERSION}.json`]: {
      title: 'Operational event: what a tenant’s endpoint is told of another, and of deliveries given up',
      schema: operationalEventSchema,
    },
  };

/** For readers, who ignore fields that they do not know: so no field is forbidden. */
export function renderSchema(path: string): object {
  const file = SCHEMA_FILES[path];
  if (file === undefined) throw new RangeError(`There is no published schema ${path}.`);
  const schema = z.toJSONSchema(file.schema, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // The format says it, in fewer than 300 characters.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return { title: file.title, ...schema };
}

/**
 * The schema, provided that every reader of what stands there now can go on.
 *
 * @throws Error that names each change which needs a new version
 */
export function renderCompatibleSchema(path: string): object {
  const wanted = renderSchema(path);
  const published = readPublished(path);
  const broken = published === undefined ? [] : breakingChanges(published, wanted);
  if (broken.length === 0) return wanted;
  throw new Error(
    `${path} is published, and readers of it would not survive:\n${broken.map((line) => `  ${line}`).join('\n')}\nRaise the version in the schema, so that this becomes a new file.`,
  );
}

function readPublished(path: string): unknown {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
