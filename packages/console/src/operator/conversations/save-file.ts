/** Long enough for the browser to begin. */
const HELD_MS = 60_000;

/**
 * Has the browser save it, as bytes of no type: an address of this page's own origin with a type that is shown would be
 * a page of the console.
 */
export function saveFile(base64: string, name: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_').slice(-100);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), HELD_MS);
}
