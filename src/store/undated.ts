/**
 * Where a trace without a clock stands in the order of time: at the time it was imported, so far back that it comes behind every
 * trace that has one. Kept within the integers that a number holds exactly.
 */
export const undatedShiftUs = 7_000_000_000_000_000;

/** Behind every date that people mean (1860), before every time of import that was shifted. */
const undatedBeforeUs = -3_471_000_000_000_000;

export const isDatedSql = (column: string) => `${column} >= ${undatedBeforeUs}`;
export const isUndatedSql = (column: string) => `${column} < ${undatedBeforeUs}`;
