/**
 * JSON that SQS takes. SQS refuses a body with U+FFFE or U+FFFF, which a person may well send; emulators also refuse
 * what lies beyond the basic plane, such as emoji. Both are written as JSON escapes, which mean the same.
 */
export function toQueueJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** @throws an error that does not quote the text, which is somebody's data, as the engine's own does */
export function parseQueueJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('The message is not JSON.');
  }
}
