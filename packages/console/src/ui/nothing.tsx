/** Where there is no number to show. */
export const Nothing = () => (
  <span className="muted">
    <span aria-hidden="true">–</span>
    <span className="sr-only">none</span>
  </span>
);
