/**
 * Takes the key out of the page's address (`#key=…`), and the address bar, its history and the links from it have it no
 * more. Absent: the page was opened without a link, or loaded again.
 */
export function takeKey(): string | undefined {
  const { hash, pathname, search } = window.location;
  const key = new URLSearchParams(hash.slice(1)).get('key');
  if (key === null) return undefined;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  return key === '' ? undefined : key;
}
