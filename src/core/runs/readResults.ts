import { CaseResult, TrialLine } from '../model/result.ts';
import { gatherTrials, type Gathered } from './trialLines.ts';

export type ReadResults = Gathered & {
  /** None in results of before trials had lines of their own: those have a line a case. */
  readonly lines: readonly TrialLine[];
  /** Lines that could not be read, from 1. The last one is half of a line where the run was killed while it wrote. */
  readonly broken: readonly number[];
};

function parsed(line: string): TrialLine | CaseResult | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const trial = TrialLine.safeParse(value);
  return trial.success ? trial.data : CaseResult.safeParse(value).data;
}

/** The lines of `results.jsonl`, also of a run that goes on, was killed, or was made by an earlier version. */
export function readResultLines(texts: Iterable<string>): ReadResults {
  const lines: TrialLine[] = [];
  const whole: CaseResult[] = [];
  const broken: number[] = [];
  let at = 0;
  for (const text of texts) {
    at++;
    if (text === '') continue;
    const read = parsed(text);
    if (!read) broken.push(at);
    else if ('place' in read) lines.push(read);
    else whole.push(read);
  }
  const { results, unfinished } = gatherTrials(lines);
  return { results: [...whole, ...results], unfinished, lines, broken };
}

/** The same of the whole text. */
export const readResults = (text: string): ReadResults => readResultLines(text.split('\n'));
