import '../ui/styles/all.css';
import { setKey } from '../api/client.ts';
import { portalPath } from '../api/portal-address.ts';
import { overviewReading, rangeIn } from './overview/read-overview.ts';
import { takeKey } from './session/read-link.ts';
import { sessionReading } from './session/read-session.ts';

// This much is small, and runs while the rest is loaded: what the first page shows is asked for at once.
const key = takeKey();
if (key !== undefined) {
  setKey(key);
  sessionReading.begin('session');
  const { pathname, search } = window.location;
  if (pathname.replace(/\/$/, '') === portalPath) overviewReading.begin(rangeIn(new URLSearchParams(search)));
}
const { start } = await import('./start.tsx');
start({ hasLink: key !== undefined, path: portalPath });
