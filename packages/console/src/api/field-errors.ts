import { ApiProblem } from './api-problem.ts';

export type FieldErrors = {
  /** What is wrong with the field of that name, or with a part of it: `auth.token_url` is found for `auth` too. */
  readonly of: (path: string) => string | undefined;
  /** The error where it is not about these fields, or not only. */
  readonly rest: (paths: readonly string[]) => unknown;
};

/** An error of the API, taken apart for a form's fields. */
export function fieldErrors(error: unknown): FieldErrors {
  const fields = error instanceof ApiProblem ? error.fields : [];
  const isAbout = (path: string) => (field: { readonly path: string }) =>
    field.path === path || field.path.startsWith(`${path}.`);
  return {
    of: (path) => fields.find(isAbout(path))?.message,
    rest: (paths) => {
      const isShown =
        fields.length > 0 && fields.every((field) => paths.some((path) => isAbout(path)(field)));
      return isShown || error === null ? undefined : error;
    },
  };
}
