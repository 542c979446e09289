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

/** The text of `results.jsonl`, also of a run that goes on, was killed, or was made by an earlier version. */
export function readResults(text: string): ReadResults {
  const lines: TrialLine[] = [];
  const whole: CaseResult[] = [];
  const broken: number[] = [];
  text.split('\n').forEach((line, at) => {
    if (line === '') return;
    const read = parsed(line);
    if (!read) broken.push(at + 1);
    else if ('place' in read) lines.push(read);
    else whole.push(read);
  });
  const { results, unfinished } = gatherTrials(lines);
  return { results: [...whole, ...results], unfinished, lines, broken };
}
