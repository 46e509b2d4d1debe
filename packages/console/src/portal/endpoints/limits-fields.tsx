import type { FieldErrors } from '../../api/field-errors.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { EndpointDraft } from './draft.ts';

export type LimitsFieldsProps = {
  readonly draft: EndpointDraft;
  readonly errors: FieldErrors;
  readonly onChange: (changes: Partial<EndpointDraft>) => void;
};

/** What is left empty is as the deployment has it. */
export function LimitsFields({ draft, errors, onChange }: LimitsFieldsProps) {
  return (
    <div className="grid-fields">
      <TextField
        label="Time limit"
        hint="Milliseconds for one attempt."
        placeholder="as the gateway’s"
        error={errors.of('timeout_ms')}
        value={draft.timeoutMs}
        onChange={(timeoutMs) => onChange({ timeoutMs })}
      />
      <TextField
        label="Attempts"
        hint="Before a delivery is given up, 1 to 50."
        placeholder="as the gateway’s"
        error={errors.of('max_attempts')}
        value={draft.maxAttempts}
        onChange={(maxAttempts) => onChange({ maxAttempts })}
      />
      <TextField
        label="Waits between attempts"
        hint="Such as 30s,5m,1h; the last repeats."
        placeholder="as the gateway’s"
        error={errors.of('retry_schedule')}
        value={draft.retrySchedule}
        onChange={(retrySchedule) => onChange({ retrySchedule })}
      />
      <TextField
        label="Most a second"
        hint="Attempts; what exceeds it waits."
        placeholder="no limit"
        error={errors.of('rate_limit')}
        value={draft.rateLimit}
        onChange={(rateLimit) => onChange({ rateLimit })}
      />
      <TextField
        label="Held ones a second"
        hint="When they are sent on after a pause."
        placeholder="as the gateway’s"
        error={errors.of('drain_rate')}
        value={draft.drainRate}
        onChange={(drainRate) => onChange({ drainRate })}
      />
    </div>
  );
}
