import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { hasPlaceholder } from '../core/cases/sensitive.ts';
import { oneLine } from '../core/display/truncate.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { ReplayedTrace } from '../core/model/replayed.ts';
import type { Trace, Trial } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import { compareReplayed, outcomeOfReplay } from '../core/runs/replayed.ts';
import { replaySummary } from '../core/runs/replaySummary.ts';
import { drawn } from '../core/statistics/drawn.ts';
import { usualSeed } from '../core/statistics/random.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { factsConfigOf, readFacts } from '../core/trajectory/facts.ts';
import { observe, turnsOf } from '../core/trajectory/observe.ts';
import { trialOfTurn } from '../core/trajectory/trialOfTurn.ts';
import { userTurnsOf } from '../core/trajectory/userTurns.ts';
import type { ReplayApi, ReplayReport, ReplayRequest } from '../protocol/replayApi.ts';
import { openingOf } from './askedTurn.ts';
import type { EngineContext } from './context.ts';
import { DiskRefusals } from './diskRefusals.ts';
import { redactionRulesOf } from './redactionRules.ts';
import { lastReplay, openReplayFiles } from './replayFiles.ts';
import type { Reads } from './reads.ts';
import { newRunId } from './runFiles.ts';
import { caseInput } from './targets/caseInput.ts';
import { openTarget } from './targets/openTarget.ts';
import type { Observation, RunTarget } from './targets/target.ts';

/** Drawn where nobody says how many: enough to see a shift, few enough to pay for. */
const usualSample = 50;
const defaultConcurrency = 2;
const mostOfQuery = 300;

/** What a trace gives to ask, or why it gives nothing. */
type Question = { readonly ask: Pick<EvalCase, 'id' | 'query' | 'messages'>; readonly recorded: Trial; readonly notes: readonly string[] } | { readonly why: string };

type Known = Pick<ReplayedTrace, 'traceId' | 'nativeId' | 'query' | 'startUs'>;

/** Staging replay: queries of recent traces through the agent as it is now. It reads traces and writes its own folder alone. */
export function createReplaying(context: EngineContext, listTraces: Reads['listTraces']): ReplayApi {
  const { workspace, index, log, now, config } = context;

  function targetOf(request: ReplayRequest): RunTarget {
    const { defaultTarget, targets = {} } = config();
    const agents = Object.keys(targets).filter((name) => targets[name]?.type !== 'replay');
    const name = request.target ?? defaultTarget ?? (agents.length === 1 ? agents[0] : undefined);
    if (name === undefined) throw new UserError('no-target', 'No target says which agent to ask.', 'Set defaultTarget in casebook/config.yaml, or name a target.');
    const target = openTarget(name, context);
    if (target.isRecorded) throw new UserError('bad-target', `The target ${name} gives back what was recorded, so nothing could differ.`, agents.length === 0 ? 'Add a command or http target to casebook/config.yaml.' : `Name an agent: ${agents.join(', ')}.`);
    return target;
  }

  /** Of a session its last turn, with what was said in those before. */
  function questionOf(trace: Trace, summary: TraceSummary): Question {
    const assembled = assemble(trace.spans);
    const facts = factsConfigOf(config().facts);
    const whole = observe(trace, facts);
    const turns = userTurnsOf(assembled, true);
    const last = turns.at(-1);
    if (last && turns.length > 1) {
      const recorded = trialOfTurn(whole, assembled, last, { first: 0, isLast: true, facts: readFacts(trace, facts, whole.output), config: facts });
      return withNotes({ id: trace.id, query: last.query, messages: [...last.messages] }, recorded, ['Of a session the last turn was asked, after those before it as they were recorded.']);
    }
    const logged = turnsOf(assembled.ordered).length;
    if (logged > 1) return { why: `a session of ${logged} turns whose questions were not recorded` };
    if (summary.query === null) return { why: 'no user message was recorded' };
    const messages = openingOf(assembled.ordered);
    return withNotes({ id: trace.id, query: summary.query, ...(messages.length > 1 && messages.at(-1)?.content === summary.query ? { messages } : {}) }, whole, []);
  }

  function withNotes(ask: Extract<Question, { ask: unknown }>['ask'], recorded: Trial, notes: readonly string[]): Question {
    const texts = [ask.query ?? '', ...(ask.messages ?? []).map(({ content }) => (typeof content === 'string' ? content : ''))];
    return { ask, recorded, notes: texts.some(hasPlaceholder) ? [...notes, 'The question holds placeholders where secrets or personal data were: the agent was not asked the very same.'] : notes };
  }

  async function asked(target: RunTarget, ask: EvalCase, signal: AbortSignal): Promise<Observation> {
    try {
      return await target.run(ask, caseInput(ask), signal);
    } catch (error) {
      if (!(error instanceof UserError)) log.error(`Target ${target.name} broke on trace ${ask.id}`, error);
      return { outcome: 'error', reason: error instanceof UserError ? [error.message, error.hint].filter(Boolean).join(' ') : `The target ${target.name} broke: ${messageOf(error)}` };
    }
  }

  /** The traces to ask, newest first, and of how many. */
  async function chosen({ target: _target, concurrency: _concurrency, limit, sample, seed = usualSeed, ...query }: ReplayRequest, signal: AbortSignal) {
    const { traces, total } = await listTraces({ ...query, ...(limit === undefined ? {} : { limit }) }, { signal, progress: () => undefined });
    const ids = traces.map(({ id }) => id);
    const most = sample ?? (limit === undefined ? usualSample : ids.length);
    return { matched: total, ids: drawn(ids, most, seed), seed: ids.length > most ? seed : null };
  }

  return {
    lastReplay: () => lastReplay(workspace),
    async estimateReplay(request, { signal }) {
      const { askAboveUsd } = config().runs ?? {};
      if (askAboveUsd === undefined) return null;
      const { ids } = await chosen(request, signal);
      const costs = ids.flatMap((id) => index.readSummary(id)?.costUsd ?? []);
      const knownUsd = costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0);
      return { trials: ids.length, knownUsd, unknownTrials: ids.length - costs.length, askAboveUsd, isAbove: knownUsd !== null && knownUsd > askAboveUsd };
    },
    async replayTraces(request, call): Promise<ReplayReport> {
      const started = now();
      const start = performance.now();
      const target = targetOf(request);
      const { matched, ids, seed } = await chosen(request, call.signal);
      const runId = newRunId(started, randomBytes(2).toString('hex'));
      const report = (folder: string | null, traces: readonly ReplayedTrace[]): ReplayReport =>
        ({ runId, folder, target: target.name, matched, seed, chosen: ids.length, traces, summary: replaySummary(traces), cancelled: call.signal.aborted, durationMs: Math.round(performance.now() - start) });
      if (ids.length === 0) return report(null, []);
      const redactor = createRedactor(redactionRulesOf(config()));
      const disk = new DiskRefusals(log);
      const files = openReplayFiles(workspace, runId, redactor);
      const results = new Map<string, ReplayedTrace>();
      let changed = 0;

      async function replayed(id: string): Promise<void> {
        const summary = index.readSummary(id);
        const trace = index.readTrace(id);
        const known: Known = { traceId: id, nativeId: summary?.nativeId ?? id, query: oneLine(summary?.query ?? '', mostOfQuery) || null, startUs: summary?.startUs ?? null };
        const question: Question = trace && summary ? questionOf(trace, summary) : { why: 'the trace was removed meanwhile' };
        const finish = (part: Pick<ReplayedTrace, 'outcome' | 'reason'> & Partial<ReplayedTrace>, observed: Trial | null): void => {
          const result: ReplayedTrace = { ...known, notes: [], at: now().toISOString(), ...part };
          results.set(id, result);
          if (result.outcome === 'changed') changed++;
          disk.try(() => files.append({ ...result, target: target.name, observed }));
          call.progress({ done: results.size, traces: ids.length, changed, result });
        };
        if ('why' in question) return finish({ outcome: 'n/a', reason: question.why }, null);
        const seen = await asked(target, question.ask, call.signal);
        // What was cut off by the cancel is no result.
        if (call.signal.aborted) return;
        const traceRef = seen.captured && disk.try(() => files.keepTrace(seen.captured!, id));
        const beside = { query: oneLine(question.ask.query ?? '', mostOfQuery) || null, notes: question.notes, ...(traceRef ? { traceRef } : {}) };
        if (seen.outcome !== 'observed') return finish({ ...beside, outcome: seen.outcome, reason: redactor.text(seen.reason) }, null);
        // The trace was redacted as it was imported; only what went through the same is compared with it.
        const trial = redactor.json(seen.trial);
        const compared = compareReplayed(question.recorded, trial);
        finish({ ...beside, compared, ...outcomeOfReplay(compared) }, trial);
      }

      const queue = ids.values();
      const work = async (): Promise<void> => {
        for (const id of queue) {
          if (call.signal.aborted) return;
          await replayed(id);
          // Traces are read and compared without waiting; others get their turn between them.
          await setImmediate();
        }
      };
      try {
        await Promise.all(Array.from({ length: Math.min(ids.length, request.concurrency ?? defaultConcurrency) }, work));
      } finally {
        await target.close?.();
        files.close();
      }
      const whole = report(files.folder, ids.flatMap((id) => results.get(id) ?? []));
      const { traces: _traces, folder: _folder, summary: _summary, ...head } = whole;
      disk.try(() => files.finish({ ...head, at: started.toISOString(), casebook: context.version, request }));
      return { ...whole, ...(disk.said === undefined ? {} : { notKept: disk.said }) };
    },
  };
}
