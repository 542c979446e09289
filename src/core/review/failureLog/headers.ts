/** What columns of a failure log that somebody kept may be called. */
export const importedFields = ['trace', 'run', 'type', 'class', 'cause', 'fix', 'note', 'status', 'owner'] as const;
export type ImportedField = (typeof importedFields)[number];

const spellings: Readonly<Record<ImportedField, readonly string[]>> = {
  trace: ['trace'],
  run: ['runid', 'run', 'traceid', 'id', 'testid', 'testrun', 'sessionid', 'session', 'conversationid', 'conversation', 'requestid', 'runs', 'runnumber', 'runno'],
  type: ['failuretype', 'type', 'failuremode', 'mode', 'errortype', 'failure', 'typeoffailure', 'issuetype', 'category', 'failurecategory', 'errorcategory', 'label'],
  class: ['class', 'failureclass', 'errorclass'],
  cause: ['rootcause', 'cause', 'why', 'reason', 'rootcauseanalysis', 'rca', 'causes', 'rootcauses'],
  fix: ['fix', 'fixes', 'solution', 'resolution', 'remedy', 'mitigation', 'fixapplied', 'correctiveaction', 'actiontaken'],
  note: ['whathappened', 'note', 'notes', 'description', 'summary', 'comment', 'comments', 'details', 'observation', 'problem', 'symptom', 'symptoms', 'failuredescription'],
  status: ['status', 'state', 'fixstatus'],
  owner: ['owner', 'assignee', 'assignedto', 'team', 'responsible', 'who'],
};

/** Columns of our own export that say what traces, cases and journals know by themselves. */
const ours: ReadonlySet<string> = new Set(['case', 'guarded', 'cost', 'costusd', 'editminutes', 'editmin', 'when', 'labelledby', 'question']);

const plainly = (title: string): string => title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

export type Headers = {
  /** Which column holds a field; the first one of several. */
  readonly at: ReadonlyMap<ImportedField, number>;
  /** Columns that are not read: known ones of ours, and others. */
  readonly ours: readonly string[];
  readonly unknown: readonly string[];
};

export function readHeaders(titles: readonly string[]): Headers {
  const at = new Map<ImportedField, number>();
  const known: string[] = [];
  const unknown: string[] = [];
  for (const [column, title] of titles.entries()) {
    const name = plainly(title);
    const field = importedFields.find((each) => spellings[each].includes(name));
    if (field !== undefined && !at.has(field)) at.set(field, column);
    else if (ours.has(name)) known.push(title);
    else if (name !== '' || title.trim() !== '') unknown.push(title.trim());
  }
  return { at, ours: known, unknown };
}

/** Whether a table with these columns says anything of failures. */
export const tellsOfFailures = ({ at }: Headers): boolean => (['type', 'class', 'cause', 'fix', 'note'] as const).some((field) => at.has(field));
