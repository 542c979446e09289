import { reduceOutcomes } from '../evaluators/reduce.ts';
import type { CaseResult, TrialLine, TrialResult } from '../model/result.ts';
import { sensitivityCheck, withSensitivity } from './sensitivity.ts';
import { ownTrials } from './trials.ts';

/** The trial alone, as a report has it. */
function trialOf({ runId: _run, file: _file, decides: _decides, undecided: _undecided, epochs: _epochs, sensitivity: _sensitivity, place: _place, at: _at, ...trial }: TrialLine): TrialResult {
  return trial;
}

/** What the trials of one case against one target amount to, in the order in which they were to be asked. The case's own question decides; rewordings are reported, and fail it where they differ by more than it allows. */
export function caseResultOf(lines: readonly [TrialLine, ...TrialLine[]]): CaseResult {
  const [{ runId, caseId, file, decides, undecided, target, epochs, sensitivity: limits }] = lines;
  const trials = lines.toSorted((a, b) => a.place.try - b.place.try).map(trialOf);
  const at = lines.reduce((latest, line) => (line.at > latest ? line.at : latest), '');
  const own = reduceOutcomes(ownTrials({ trials }).map((each) => each.outcome), epochs);
  const sensitivity = sensitivityCheck(trials, epochs, limits);
  return { runId, caseId, file, decides, ...(undecided ? { undecided } : {}), target, outcome: withSensitivity(own, sensitivity), at, epochs, ...(sensitivity ? { sensitivity } : {}), trials };
}

export type Gathered = {
  /** Cases all of whose trials are done, in the order of the files. */
  readonly results: readonly CaseResult[];
  /** Cases that were cut off in the middle, with the trials they have. */
  readonly unfinished: readonly CaseResult[];
};

/** Trials by their case, however they came. A trial that is there twice counts once. */
export function gatherTrials(lines: readonly TrialLine[]): Gathered {
  const cases = [...Map.groupBy(lines, ({ place }) => place.case)].toSorted(([a], [b]) => a - b);
  const results: CaseResult[] = [];
  const unfinished: CaseResult[] = [];
  for (const [, of] of cases) {
    const [first, ...others] = new Map(of.map((line) => [line.place.try, line])).values();
    if (!first) continue;
    (others.length + 1 === first.place.tries ? results : unfinished).push(caseResultOf([first, ...others]));
  }
  return { results, unfinished };
}
