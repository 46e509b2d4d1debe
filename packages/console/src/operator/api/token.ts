let token: string | undefined;

/**
 * Takes the token out of the page's address (`#token=…`): the address bar, its history and the links from it have it no
 * more. It is kept in memory only.
 *
 * @returns false when the page was opened without one, or loaded again
 */
export function takeToken(): boolean {
  const { hash, pathname, search } = window.location;
  const given = new URLSearchParams(hash.slice(1)).get('token');
  if (given === null || given === '') return token !== undefined;
  token = given;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  return true;
}

/** Of every call. */
export const callHeaders = (): Record<string, string> => ({
  authorization: `Bearer ${token ?? ''}`,
  'content-type': 'application/json',
});
