import type { Config } from '../../core/model/config.ts';
import type { Taxonomy } from '../../core/model/failureClass.ts';
import type { Patterns, ToolLint } from '../../core/model/patterns.ts';
import type { LabelledTrace } from '../../core/model/review.ts';
import { lintSeenTools } from '../../core/perception/lintSeenTools.ts';
import type { StepName } from '../../core/review/patterns/matrix.ts';
import { groupOf, patternsOf } from '../../core/review/patterns/patterns.ts';
import type { PatternChoice } from '../../core/review/patterns/patterns.ts';
import type { SignalsOf } from '../../core/review/patterns/perception.ts';
import { Traits } from '../../core/review/patterns/traits.ts';
import { perceptionSignals } from '../../core/review/patterns/perception.ts';
import { bitOf } from '../../core/signals/kept.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { PatternsAnswer, PatternsApi } from '../../protocol/patternsApi.ts';
import type { RunViewApi } from '../../protocol/runViewApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { Store } from '../../store/openStore.ts';
import type { CatalogueMethods } from '../catalogue.ts';
import type { EngineContext } from '../context.ts';
import type { OpenedTraces } from '../openedTrace.ts';
import { createCasesAround } from './casesAround.ts';
import type { Labelled } from './labelled.ts';
import type { Drawn, Draws } from './draws.ts';
import { createOfferedSets } from './offeredSets.ts';
import type { SignalIndex } from './signals.ts';

/** Whoever need not wait for the catalogue waits so long, once. */
const patienceMs = 200;
const mostKept = 8;
/** Cases are run around the changes that people still think of. */
const mostChanges = 5;

export type PatternsSources = {
  readonly context: EngineContext;
  readonly store: Store;
  readonly labelled: Labelled;
  readonly draws: Draws;
  readonly taxonomy: () => Taxonomy;
  readonly catalogue: CatalogueMethods;
  readonly listRuns: RunViewApi['listRuns'];
  readonly trouble: () => string | null;
  readonly signals: Pick<SignalIndex, 'of' | 'bitsOf' | 'changes' | 'pending' | 'whole'>;
  readonly inTurns: OpenedTraces['inTurns'];
};

type Stands = { readonly all: readonly LabelledTrace[]; readonly draw: Drawn; readonly taxonomy: Taxonomy; readonly config: Config; readonly lint: ToolLint; readonly signals: number; readonly day: string };

/** Where runs go wrong. All is counted anew only when a label, a trace or a setting is another. */
export function createPatterns({ context, store, labelled, draws, taxonomy, catalogue, listRuns, trouble, signals, inTurns }: PatternsSources): PatternsApi {
  const offered = createOfferedSets(store);
  const casesAround = createCasesAround(context.workspace);
  const traits = new Traits();
  let waited = false;
  const names = new Map<string, string | undefined>();
  const keys = new WeakMap<LabelledTrace, number | undefined>();
  let lastLint: { readonly generation: string; readonly lint: ToolLint } | undefined;
  let kept: { readonly stands: Stands; readonly patterns: Map<string, Patterns> } | undefined;

  async function lintNow(call: CallContext<never>): Promise<ToolLint> {
    const generation = store.generation();
    if (lastLint?.generation === generation) return lastLint.lint;
    const { tools } = await catalogue.catalogue({}, call);
    const lint = lintSeenTools(tools, catalogue.offeredTogether());
    // The same object as long as it says the same: what stands on it need not be counted anew.
    lastLint = { generation, lint: lastLint && JSON.stringify(lastLint.lint) === JSON.stringify(lint) ? lastLint.lint : lint };
    return lastLint.lint;
  }

  /** Labels of earlier versions hold no names of steps; the trace may still be here. */
  const stepName: StepName = (trace, { name, step }) => {
    if (name !== undefined) return name;
    const key = `${trace} ${step}`;
    if (!names.has(key)) names.set(key, store.readSkeleton(trace)?.steps.find((each) => each.n === step)?.name);
    return names.get(key);
  };

  /** Few traces show what speaks of perception: only of those it is read. */
  const signalsOf: SignalsOf = (trace) => {
    // The same object as long as the trace is the same.
    if (!keys.has(trace)) keys.set(trace, store.keyOf(trace.id));
    const key = keys.get(trace);
    const shown = key === undefined ? undefined : signals.bitsOf(key);
    return shown === undefined ? undefined : (shown & perceptionBits) === 0 ? [] : signals.of(trace.id);
  };

  function* count(choice: PatternChoice, lint: ToolLint): Slices<Patterns> {
    const stands: Stands = { draw: yield* draws.read(), all: labelled.all(), taxonomy: taxonomy(), config: context.config(), lint, signals: signals.changes(), day: context.now().toISOString().slice(0, 10) };
    if (!kept || (Object.keys(stands) as (keyof Stands)[]).some((each) => kept!.stands[each] !== stands[each])) kept = { stands, patterns: new Map() };
    const { patterns } = kept;
    const key = JSON.stringify([choice.weeks, choice.promptVersion]);
    const known = patterns.get(key);
    if (known) return known;
    yield;
    yield* offered.know(stands.all.filter(({ orphan, labels: { label } }) => !orphan && label?.stratum === 'random'));
    const made = patternsOf(stands.all, choice, { taxonomy: stands.taxonomy, timezone: stands.config.timezone, now: context.now(), stepName, lint: lint.findings, signalsOf, offeredIn: offered.of, draw: stands.draw, traits });
    if (patterns.size >= mostKept) patterns.clear();
    patterns.set(key, made);
    return made;
  }

  async function withCases(patterns: Patterns, call: CallContext<never>): Promise<Patterns> {
    const { changes } = patterns.toolSelection;
    if (changes.length === 0) return patterns;
    const { runs } = await listRuns({}, call);
    if (runs.length === 0) return patterns;
    const told = [];
    for (const [at, change] of changes.entries()) told.push(at < changes.length - mostChanges ? change : { ...change, cases: await inTurns(casesAround(runs, change.atUs), call.signal) });
    return { ...patterns, toolSelection: { ...patterns.toolSelection, changes: told } };
  }

  return {
    lintTools: (_request, call) => lintNow(call),
    traceGroup: ({ traces }) => groupOf(labelled.all(), traces, taxonomy()),
    async patterns({ weeks = null, promptVersion = null, whole = true }, call): Promise<PatternsAnswer> {
      const quiet: CallContext<never> = { signal: call.signal, progress() {} };
      if (whole) await signals.whole(call);
      const { lint, pending } = await (whole ? lintNow(quiet).then((known) => ({ lint: known, pending: false })) : lintSoon(quiet));
      const sentence = trouble();
      return { ...await withCases(await inTurns(count({ weeks, promptVersion }, lint), call.signal), quiet), lint, pending: pending || signals.pending() > 0, warnings: sentence === null ? [] : [sentence] };
    },
  };

  /** What is known of tools by now. Whoever asks first waits a moment, as of a few traces all is known by then. */
  async function lintSoon(call: CallContext<never>): Promise<{ readonly lint: ToolLint; readonly pending: boolean }> {
    if (lastLint || waited) return { lint: lastLint?.lint ?? noLint, pending: lastLint?.generation !== store.generation() };
    waited = true;
    const stop = new AbortController();
    const making = lintNow({ ...call, signal: AbortSignal.any([call.signal, stop.signal]) });
    making.catch(() => undefined);
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    try {
      const lint = await Promise.race([making, late]);
      return { lint: lint ?? noLint, pending: lint === undefined };
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }
}

const perceptionBits = perceptionSignals.reduce((bits, id) => bits | (bitOf.get(id) ?? 0), 0);
const noLint: ToolLint = { tools: 0, nameOnly: 0, findings: [] };
