import { join } from 'node:path';
import { comparePayloads, compareSides } from '../core/compare/compare.ts';
import type { Side } from '../core/compare/side.ts';
import { actsOnly, sideOfCase } from '../core/compare/sideOfCase.ts';
import { sideOfTrace } from '../core/compare/sideOfTrace.ts';
import { sideOfTrial, toldAsTrial } from '../core/compare/sideOfTrial.ts';
import { answerStepOf, foundNowhere } from '../core/display/foundNowhere.ts';
import { formatDate } from '../core/display/time.ts';
import { evaluate } from '../core/evaluators/evaluate.ts';
import { insightsInSlices } from '../core/insights/insightsOf.ts';
import type { ComparedPayload } from '../core/model/comparison.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { CaseResult, TrialResult } from '../core/model/result.ts';
import type { Trace, Trial } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { replayLineOf } from '../core/runs/replayLines.ts';
import { readResults } from '../core/runs/readResults.ts';
import { UserError } from '../core/support/errors.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import { observe } from '../core/trajectory/observe.ts';
import { userTurnsOf } from '../core/trajectory/userTurns.ts';
import type { CompareApi, SideRef } from '../protocol/compareApi.ts';
import type { EngineContext } from './context.ts';
import { evaluatorOptionsOf } from './evaluatorOptions.ts';
import { findCases } from './findCases.ts';
import type { Reads } from './reads.ts';
import type { BlindReading } from './review/blindReading.ts';
import { readRecording } from './recordings.ts';
import { replayLinesFile } from './replayFiles.ts';
import { runIds } from './runs/findRun.ts';

/** A page grows slow with longer texts; the rest is in the trajectory itself. */
const mostCharacters = 400_000;
/** Sides of the comparison that is being read are kept: pair after pair of them is opened. */
const kept = 2;

type ReadSide = { readonly side: Side; readonly trial: Trial | null; /** Of a trace: the side without the turns before the last, which alone a replay asks. */ readonly lastTurn?: () => Side };

/**
 * Lays two runs, or a run and what its case expects, side by side. A trace is read, and its insights worked out, while others get their turn.
 * @param heard a trace with what users said of it
 * @param seen rows as a reader may see them
 */
export function createComparing(context: EngineContext, { resolve, ready, inTurns }: Pick<Reads, 'resolve' | 'ready' | 'inTurns'>, heard: (trace: Trace) => Trace, seen: BlindReading['summaries']): CompareApi {
  const { workspace, index } = context;
  const sides = new Map<string, Promise<ReadSide>>();
  /** A side is kept for the next pair, so it is read on though who asked first is gone. */
  const { signal } = new AbortController();

  function summaryOf(id: string, reader: string | undefined): TraceSummary | undefined {
    const summary = index.readSummary(id);
    return summary && seen(reader)(summary);
  }

  async function traceSide(ref: string, reader: string | undefined): Promise<ReadSide> {
    const id = resolve(ref);
    const { trace, assembled } = await ready(id, signal);
    const summary = summaryOf(id, reader);
    if (!summary) throw new UserError('no-such-trace', `There is no trace ${ref} any more.`, 'Import its export again.');
    const { said } = await inTurns(insightsInSlices(trace, assembled), signal);
    const unsupported = said.length === 0 ? null : foundNowhere(said, answerStepOf(summary, assembled.steps)).size;
    const words = [summary.startUs === null ? null : `recorded ${formatDate(summary.startUs)}`, summary.facts.promptVersion === undefined ? null : `prompt ${summary.facts.promptVersion}`].filter(Boolean).join(', ') || summary.nativeId;
    const side = sideOfTrace(trace, assembled, summary, words, unsupported);
    const lastTurn = (): Side => {
      const turns = userTurnsOf(assembled, true);
      const held = new Set(assembled.steps.flatMap(({ n }, place) => (turns.length < 2 || turns.at(-1)?.holds(place) ? [n] : [])));
      return { ...side, steps: side.steps.filter(({ n }) => held.has(n)) };
    };
    return { side, trial: observe(heard(trace), factsConfigOf(context.config().facts)), lastTurn };
  }

  function caseOf(name: string): EvalCase {
    const value = findCases(workspace, [name])[0]?.parsed?.value;
    if (!value) throw new UserError('broken-case', `The case ${name} cannot be read.`, 'The Problems panel says what is wrong in its file.');
    return value;
  }

  function resultsOf(run: string): readonly CaseResult[] {
    const text = workspace.read(join(workspace.runs, run, 'results.jsonl'));
    if (text === undefined) throw new UserError('no-such-run', `There is no run ${run}.`, 'Runs are kept in .casebook/runs until somebody deletes them.');
    const { results, unfinished } = readResults(text);
    return [...results, ...unfinished];
  }

  function recordedTrial(caseId: string): Trial {
    const read = readRecording(workspace, caseId);
    if (!read.recording) throw new UserError('no-recording', read.problem);
    return read.recording.trial;
  }

  function trialSide(ref: Extract<SideRef, { run: string }>): ReadSide {
    const trials = resultsOf(ref.run).filter((each) => each.caseId === ref.caseId).flatMap((each) => each.trials);
    const result = trials.find((each) => each.trial === ref.trial && each.variantId === ref.variant);
    if (!result) throw new UserError('no-such-trial', `The run ${ref.run} has no trial ${ref.trial} of ${ref.caseId}.`, 'Choose another run.');
    const trial = result.observed ?? recordedTrial(ref.caseId);
    const of = trials.filter((each) => each.variantId === ref.variant).length;
    return { trial, side: sideOfTrial(trial, { trace: null, title: ref.caseId, words: `run ${ref.run}, trial ${ref.trial} of ${of}, ${result.target}`, verdict: result.outcome === 'pass' ? 'pass' : result.outcome === 'fail' ? 'fail' : null }) };
  }

  function replayedSide({ replay, of }: Extract<SideRef, { replay: string }>): ReadSide {
    const text = workspace.read(join(workspace.runs, replay, replayLinesFile));
    if (text === undefined) throw new UserError('no-such-run', `There is no replay ${replay}.`, 'Replays are kept in .casebook/runs until somebody deletes them.');
    const line = replayLineOf(text, of);
    if (!line?.observed) throw new UserError('no-such-trial', `The replay ${replay} has no answer to the question of ${of}.`, 'Replay the trace again.');
    return { trial: line.observed, side: sideOfTrial(line.observed, { trace: null, title: line.query ?? line.nativeId, words: `replayed ${formatDate(Date.parse(line.at) * 1000)}, ${line.target}`, verdict: null }) };
  }

  async function readSide(ref: SideRef, reader: string | undefined): Promise<ReadSide> {
    if ('trace' in ref) return await traceSide(ref.trace, reader);
    if ('replay' in ref) return replayedSide(ref);
    if ('run' in ref) return trialSide(ref);
    if ('recordingOf' in ref) {
      const trial = recordedTrial(ref.recordingOf);
      return { trial, side: sideOfTrial(trial, { trace: null, title: ref.recordingOf, words: 'the recording it was made from', verdict: null }) };
    }
    throw new UserError('nothing-to-expect', 'What a case expects is compared with a run.', 'Choose a trace or a run for the other side.');
  }

  function known(ref: SideRef, reader: string | undefined): Promise<ReadSide> {
    const summary = 'trace' in ref ? summaryOf(resolve(ref.trace), reader) : undefined;
    const key = JSON.stringify([ref, summary?.importedAt, summary?.label?.verdict, summary?.failing]);
    const there = sides.get(key) ?? readSide(ref, reader);
    sides.delete(key);
    sides.set(key, there);
    for (const oldest of [...sides.keys()].slice(0, -kept)) sides.delete(oldest);
    there.catch(() => sides.get(key) === there && sides.delete(key));
    return there;
  }

  /** The expected side is read against the other one. */
  async function bothSides(a: SideRef, b: SideRef, reader: string | undefined): Promise<readonly [Side, Side]> {
    if ('expectedBy' in a) {
      const { side, trial } = await known(b, reader);
      return [expectedSide(a.expectedBy, trial), actsOnly(side)];
    }
    if ('expectedBy' in b) {
      const { side, trial } = await known(a, reader);
      return [actsOnly(side), expectedSide(b.expectedBy, trial)];
    }
    // One after the other: what is read of a trace is kept as long as no other one is.
    const first = await known(a, reader);
    const second = await known(b, reader);
    const isTold = first.side.header.kind === 'trial' || second.side.header.kind === 'trial';
    const isReplay = 'replay' in a || 'replay' in b;
    const told = ({ side, lastTurn }: ReadSide): Side => (isTold && lastTurn ? toldAsTrial(isReplay ? lastTurn() : side) : side);
    return [told(first), told(second)];
  }

  function expectedSide(name: string, trial: Trial | null): Side {
    const evalCase = caseOf(name);
    if (!trial) throw new UserError('nothing-observed', 'The other side tells of no run.', 'Choose a trace or a run.');
    return sideOfCase(evalCase, trial, evaluate(evalCase, trial, evaluatorOptionsOf(context)).checks);
  }

  return {
    compareSides: async ({ a, b, reader }) => compareSides(...await bothSides(a, b, reader)),
    comparePair: async ({ a, b, n1, n2, reader }) => cutPayload(comparePayloads(...await bothSides(a, b, reader), n1, n2)),
    caseRuns({ caseId }) {
      const evalCase = findCases(workspace, [caseId])[0]?.parsed?.value;
      const trials = runIds(workspace).flatMap((run) => resultsOf(run).filter((each) => each.caseId === caseId).flatMap((result) => result.trials.map((trial) => keptTrial(run, result, trial))));
      return { caseId, source: evalCase?.source?.traceId ?? null, hasRecording: readRecording(workspace, caseId).recording !== null, trials };
    },
  };
}

function keptTrial(run: string, result: CaseResult, { trial, variantId, outcome, checks }: TrialResult) {
  return {
    ref: { run, caseId: result.caseId, trial, variant: variantId }, run, at: result.at, target: result.target, trial, variant: variantId, outcome,
    passed: checks.filter((check) => check.outcome === 'pass').length, failed: checks.filter((check) => check.outcome === 'fail').length,
  };
}

function cutPayload(payload: ComparedPayload): ComparedPayload {
  const cut: string[] = [];
  const short = (text: string | null, title: string, side: string): string | null => {
    if (text === null || text.length <= mostCharacters) return text;
    cut.push(`${title} of ${side}: the first ${mostCharacters.toLocaleString('en')} of ${text.length.toLocaleString('en')} characters are compared.`);
    return text.slice(0, mostCharacters);
  };
  const all = (texts: ComparedPayload['step']) => texts.map(({ title, a, b }) => ({ title, a: short(a, title, 'A'), b: short(b, title, 'B') }));
  return { step: all(payload.step), prompt: all(payload.prompt), raw: all(payload.raw), cut };
}
