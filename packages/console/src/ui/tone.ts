/** What a colour says; each is also said in words beside it. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle';
