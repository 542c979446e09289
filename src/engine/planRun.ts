import { proofHolds } from '../core/cases/prove.ts';
import { epochsOf, failureOf, statusOf, type Epochs } from '../core/cases/readings.ts';
import type { CaseStatus, EvalCase } from '../core/model/evalCase.ts';
import { UserError } from '../core/support/errors.ts';
import type { RunRequest } from '../protocol/engineApi.ts';
import type { EngineContext } from './context.ts';
import { findCases, type FoundCase } from './findCases.ts';
import { readRecording } from './recordings.ts';
import { inlineSchema } from './schemaFiles.ts';
import { openTarget } from './targets/openTarget.ts';
import type { RunTarget } from './targets/target.ts';

/** One question a case asks: its own, or one of its rewordings. */
export type Wording = { readonly variantId: string | null; readonly query: string | undefined };

/** One case against one target. `problem` is why it cannot run; `skipped` why it does not. */
export type RunItem = {
  readonly caseId: string;
  readonly file: string;
  readonly decides: boolean;
  readonly targetName: string;
  readonly evalCase: EvalCase | null;
  readonly target: RunTarget | null;
  readonly wordings: readonly Wording[];
  readonly epochs: Epochs;
  readonly problem: string | null;
  readonly skipped: string | null;
};

const oneTrial: Epochs = { count: 1, reducer: 'all', k: 1 };
const ownWording: Wording = { variantId: null, query: undefined };

function wordingsOf(evalCase: EvalCase, target: RunTarget): readonly Wording[] {
  const variants = target.isRecorded ? [] : (evalCase.variants ?? []);
  return [ownWording, ...variants.map((variant, index): Wording => (typeof variant === 'string' ? { variantId: String(index + 1), query: variant } : { variantId: variant.id ?? String(index + 1), query: variant.query }))];
}

function epochsFor(evalCase: EvalCase, target: RunTarget, trials: number | undefined): Epochs {
  if (target.isRecorded) return oneTrial;
  const stated = epochsOf(evalCase);
  if (trials === undefined) return stated;
  return { ...stated, count: trials, k: Math.min(stated.k, trials) };
}

/** Targets a case runs against: the one asked for, else its own, else the workspace's. */
function targetNamesFor(evalCase: EvalCase, request: RunRequest, context: EngineContext): readonly string[] {
  if (request.target !== undefined) return [request.target];
  if (evalCase.targets && evalCase.targets.length > 0) return evalCase.targets;
  const { defaultTarget, targets = {} } = context.config();
  if (defaultTarget !== undefined) return [defaultTarget];
  const [only, ...others] = Object.keys(targets).filter((name) => targets[name]?.type !== 'replay');
  if (only !== undefined && others.length === 0) return [only];
  throw new UserError('no-target', 'No target says what to run the cases against.', 'Set defaultTarget in casebook/config.yaml, or name a target; replay runs against the recorded traces.');
}

/** What a run will do, in the order of the files. Broken cases stay in, with their problem; archived ones only when named by id. */
export function planRun(request: RunRequest, context: EngineContext): readonly RunItem[] {
  const { workspace, index } = context;
  const targets = new Map<string, RunTarget>();
  const open = (name: string): RunTarget => {
    const known = targets.get(name) ?? openTarget(name, context);
    targets.set(name, known);
    return known;
  };
  if (request.target !== undefined) open(request.target);

  const last = request.onlyFailing ? new Map(index.lastResults().map((result) => [result.caseId, result.outcome])) : undefined;
  const isWanted = ({ id }: FoundCase): boolean => !last || last.get(id) === 'fail' || last.get(id) === 'error';

  function status(evalCase: EvalCase): CaseStatus {
    const needsProof = failureOf(evalCase) !== null && (evalCase.status ?? 'active') === 'active' && evalCase.source?.proof !== undefined;
    const recording = needsProof ? readRecording(workspace, evalCase.id).recording : null;
    return statusOf(evalCase, recording !== null && proofHolds(evalCase, recording));
  }

  function itemsOf(found: FoundCase): readonly RunItem[] {
    const { file, id: caseId } = found;
    const whole = found.parsed?.value;
    const nothing = { caseId, file, evalCase: null, target: null, wordings: [], epochs: oneTrial, problem: null, skipped: null };
    if (found.problem !== null || !whole) return [{ ...nothing, decides: (found.parsed?.readable?.status ?? 'active') === 'active', targetName: request.target ?? '', problem: `${workspace.display(file)}, ${found.problem ?? 'the case is not well formed'}` }];
    const stands = status(whole);
    const decides = stands === 'active' && whole.kind !== 'stress';
    if (stands === 'archived' && !request.cases.includes(caseId)) return [];
    if (whole.skip !== undefined && whole.skip !== false) return [{ ...nothing, decides, targetName: request.target ?? '', skipped: `skipped: ${whole.skip === true ? 'no reason given' : whole.skip}` }];
    const evalCase = inlineSchema(whole, file, workspace);
    return targetNamesFor(whole, request, context).map((targetName): RunItem => {
      try {
        const target = open(targetName);
        return { caseId, file, decides, targetName, evalCase, target, wordings: wordingsOf(evalCase, target), epochs: epochsFor(evalCase, target, request.trials), problem: null, skipped: null };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { ...nothing, decides, targetName, problem: [error.message, error.hint].filter(Boolean).join(' ') };
      }
    });
  }

  return findCases(workspace, request.cases).filter(isWanted).flatMap(itemsOf);
}
