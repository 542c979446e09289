/** So many traces may be made into cases at once: more are no longer looked at one by one. Here, so that the editor's host need not load zod for it. */
export const mostTogether = 100;
