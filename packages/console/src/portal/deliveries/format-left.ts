const SECOND_MS = 1_000;

/** "4:05" of minutes and seconds. */
export function formatLeft(ms: number): string {
  const seconds = Math.ceil(ms / SECOND_MS);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}
