/** What tests have of zod's languages: English is loaded by zod itself. */
export {};
