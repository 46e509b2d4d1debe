import { contextVariable } from './context-variable.ts';

const VARIABLE = /\$(?:\{context((?:\.\w+)+)\}|context((?:\.\w+)+))/g;

/** One line of a stage's access log: the format with its variables replaced, by `-` where there is no value. */
export const accessLogLine = (format: string, context: Readonly<Record<string, unknown>>): string =>
  format.replace(VARIABLE, (_match, braced: string | undefined, bare: string | undefined) => {
    const value = contextVariable(context, (braced ?? bare ?? '').slice(1));
    return value === undefined || value === '' ? '-' : value;
  });
