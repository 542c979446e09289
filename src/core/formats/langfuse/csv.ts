/** Column names that only Langfuse's tables have together. */
const tables: readonly (readonly string[])[] = [['traceId', 'parentObservationId'], ['trace_id', 'parent_observation_id'], ['bookmarked', 'sessionId'], ['bookmarked', 'session_id'], ['traceId', 'observationId', 'dataType'], ['trace_id', 'observation_id', 'data_type']];

/** Whether the first line of a text names the columns of a Langfuse table that was exported as CSV. */
export function isLangfuseCsv(text: string): boolean {
  const columns = new Set(text.slice(0, 4000).split(/\r?\n/, 1)[0]?.split(',').map((each) => each.trim().replaceAll(/^\uFEFF?"|"$/g, '')));
  return tables.some((names) => names.every((name) => columns.has(name)));
}
