import * as z from 'zod';

/** What a test asks for. The same settings by two names are synthesized twice. */
export const templateRequestSchema = z.object({
  name: z.string(),
  settings: z.record(z.string(), z.string()),
});
export type TemplateRequest = z.infer<typeof templateRequestSchema>;

export const templateAnswerSchema = z.union([
  z.object({ template: z.string() }),
  z.object({ problem: z.string() }),
]);
export type TemplateAnswer = z.infer<typeof templateAnswerSchema>;

/** The environment variable by which a test file finds the address to ask for templates. */
export const TEMPLATES_URL = 'SWITCHYARD_TEMPLATES_URL';
