const PRODUCTION_STAGE = 'prod';

/** Production keeps its data when the stack is deleted, and refuses settings that are for development only. */
export const isProduction = ({ STAGE }: { readonly STAGE: string }): boolean => STAGE === PRODUCTION_STAGE;

type Protection = { readonly STAGE: string; readonly FIRST_DEPLOYMENT: boolean };

/** Whether stack and tables refuse to be deleted. What a first deployment that fails leaves behind must not. */
export const isProtected = (settings: Protection): boolean =>
  isProduction(settings) && !settings.FIRST_DEPLOYMENT;

/** Names that people give to a production stage, and that would not be treated as one. */
const MISTAKEN_FOR_PRODUCTION = ['production', 'prd', 'live'];

export const isMistakenForProduction = (stage: string): boolean => MISTAKEN_FOR_PRODUCTION.includes(stage);

export const MISTAKEN_MESSAGE = `must be ${PRODUCTION_STAGE} for production: no other stage keeps its data and refuses what is unsafe`;
