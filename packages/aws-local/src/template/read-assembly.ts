import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type * as z from 'zod';
import { AssemblyError } from '../errors.ts';
import { assetManifestSchema, manifestSchema, type Template, templateSchema } from './assembly-schema.ts';

export type Assembly = {
  readonly stackName: string;
  readonly template: Template;
  /** Directory of the bundled code that the template names by its S3 key. */
  readonly assetDirectory: (s3Key: string) => string | undefined;
};

/** Reads a cloud assembly as `cdk synth` writes it: manifest, one stack's template, file assets. */
export async function readAssembly(assemblyDirectory: string): Promise<Assembly> {
  const directory = resolve(assemblyDirectory);
  const manifest = await readJson(join(directory, 'manifest.json'), manifestSchema);
  const artifacts = Object.entries(manifest.artifacts);

  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  const [stack, ...others] = stacks;
  if (!stack || others.length > 0) {
    const names = stacks.map(([id]) => id).join(', ') || 'none';
    throw new AssemblyError(
      `${directory} must hold exactly one stack; it holds ${stacks.length} (${names}).`,
    );
  }
  const [artifactId, { properties }] = stack;
  if (!properties?.templateFile) throw new AssemblyError(`Stack ${artifactId} names no template file.`);
  const template = await readJson(join(directory, properties.templateFile), templateSchema);

  const assets = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (artifact.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue;
    const { files } = await readJson(join(directory, artifact.properties.file), assetManifestSchema);
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path && source.packaging === 'zip') assets.set(objectKey, resolve(directory, source.path));
      }
    }
  }
  return {
    stackName: properties.stackName ?? artifactId,
    template,
    assetDirectory: (s3Key) => assets.get(s3Key),
  };
}

async function readJson<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new AssemblyError(`${path} can not be read; run the synthesis first.`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new AssemblyError(`${path} is not what CDK writes: ${parsed.error.message}`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
