/** Lines of one request: what a function does with its memory and time to spare. */
export const MAX_BATCH_LINES = 500;
/** All of it in base64, which is how it comes, is below the 6 MB that Lambda takes, with the headers. */
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;
