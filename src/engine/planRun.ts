import { epochsOf, variantsOf } from '../core/cases/readings.ts';
import { undecidedOf } from '../core/cases/undecided.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { Epochs, SensitivityLimits, Undecided } from '../core/model/result.ts';
import { UserError } from '../core/support/errors.ts';
import type { RunReport, RunRequest } from '../protocol/runApi.ts';
import { canonicalHash } from './canonicalHash.ts';
import type { EngineContext } from './context.ts';
import { eachCase, type FoundCase } from './findCases.ts';
import { readRecording } from './recordings.ts';
import { inlineSchema } from './schemaFiles.ts';
import { openTarget } from './targets/openTarget.ts';
import type { RunTarget } from './targets/target.ts';

/** One question a case asks: its own, or one of its rewordings. */
export type Wording = { readonly variantId: string | null; readonly query: string | undefined };

/** One case against one target. `problem` is why it cannot run; `skipped` why it does not. */
export type RunItem = {
  /** Among all cases of the run, from 0, in the order of the files. */
  readonly position: number;
  readonly caseId: string;
  readonly file: string;
  /** Of the case as it was read, or of what is wrong with it. */
  readonly sha256: string;
  /** Null where the case decides. */
  readonly undecided: Undecided | null;
  readonly targetName: string;
  readonly evalCase: EvalCase | null;
  readonly target: RunTarget | null;
  readonly wordings: readonly Wording[];
  readonly epochs: Epochs;
  readonly sensitivity?: SensitivityLimits;
  readonly problem: string | null;
  readonly skipped: string | null;
};

const oneTrial: Epochs = { count: 1, reducer: 'all', k: 1 };
const ownWording: Wording = { variantId: null, query: undefined };

function wordingsOf(evalCase: EvalCase, target: RunTarget): readonly Wording[] {
  const variants = target.isRecorded ? [] : variantsOf(evalCase);
  return [ownWording, ...variants.map(({ id, query }): Wording => ({ variantId: id, query }))];
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

/** A case that is not well formed may yet say that it is a draft; whether a proof holds cannot be told of it. */
function undecidedWhenBroken({ parsed }: FoundCase): Undecided | null {
  const readable = parsed?.readable;
  return !readable || (readable.status ?? 'active') === 'active' ? null : undecidedOf(readable, () => null);
}

export type RunPlan = {
  /** In the order of the files. Broken cases stay in, with their problem; archived ones only when named by id. */
  readonly items: readonly RunItem[];
  readonly leftOut: RunReport['leftOut'];
};

/** What a run will do. */
export function planRun(request: RunRequest, context: EngineContext): RunPlan {
  const { workspace, index } = context;
  const targets = new Map<string, RunTarget>();
  const open = (name: string): RunTarget => {
    const known = targets.get(name) ?? openTarget(name, context, request.debugPort);
    targets.set(name, known);
    return known;
  };
  if (request.target !== undefined) open(request.target);

  let archived = 0;
  const last = request.onlyFailing ? new Map(index.lastResults().map((result) => [result.caseId, result.outcome])) : undefined;
  const isWanted = ({ id }: FoundCase): boolean => !last || last.get(id) === 'fail' || last.get(id) === 'error';

  function itemsOf(found: FoundCase): readonly Omit<RunItem, 'position'>[] {
    const { file, id: caseId } = found;
    const whole = found.parsed?.value;
    const nothing = { caseId, file, sha256: canonicalHash(whole ?? found.problem), evalCase: null, target: null, wordings: [], epochs: oneTrial, problem: null, skipped: null };
    if (found.problem !== null || !whole) return [{ ...nothing, undecided: undecidedWhenBroken(found), targetName: '', problem: `${workspace.display(file)}, ${found.problem ?? 'the case is not well formed'}` }];
    const undecided = undecidedOf(whole, () => readRecording(workspace, caseId).recording);
    if (undecided?.kind === 'archived' && !request.cases.includes(caseId)) {
      archived++;
      return [];
    }
    if (whole.skip !== undefined && whole.skip !== false) return [{ ...nothing, undecided, targetName: '', skipped: `skipped: ${whole.skip === true ? 'no reason given' : whole.skip}` }];
    const evalCase = inlineSchema(whole, file, workspace);
    const sha256 = evalCase === whole ? nothing.sha256 : canonicalHash(evalCase);
    return targetNamesFor(whole, request, context).map((targetName) => {
      try {
        const target = open(targetName);
        return { caseId, file, sha256, undecided, targetName, evalCase, target, wordings: wordingsOf(evalCase, target), epochs: epochsFor(evalCase, target, request.trials), ...(evalCase.sensitivity === undefined ? {} : { sensitivity: evalCase.sensitivity }), problem: null, skipped: null };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { ...nothing, undecided, targetName, problem: [error.message, error.hint].filter(Boolean).join(' ') };
      }
    });
  }

  const found: Omit<RunItem, 'position'>[] = [];
  let notFailing = 0;
  for (const each of eachCase(workspace, request.cases)) {
    if (isWanted(each)) found.push(...itemsOf(each));
    else notFailing++;
  }
  const items = found.map((item, position): RunItem => ({ position, ...item }));
  return { items, leftOut: { archived, notFailing, skipped: items.filter((item) => item.skipped !== null).length } };
}
