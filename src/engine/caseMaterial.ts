import { basename, isAbsolute } from 'node:path';
import { printRecording } from '../core/cases/record.ts';
import { findIn, redactedPaths } from '../core/cases/sensitive.ts';
import type { SensitiveValue } from '../core/cases/sensitive.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import type { Label } from '../core/model/label.ts';
import { messageText } from '../core/model/message.ts';
import type { Recording } from '../core/model/recording.ts';
import type { Facts, Trace, Trial } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { UserError } from '../core/support/errors.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { factsConfigOf, readFacts } from '../core/trajectory/facts.ts';
import { observe } from '../core/trajectory/observe.ts';
import type { EngineContext } from './context.ts';

type Messages = NonNullable<EvalCase['messages']>;

/** All of a trace that a case may repeat. */
export type Material = { readonly query: string; readonly messages: Messages; readonly label: Label | null; readonly facts: Facts; readonly trial: Trial };
export type CaseMaterial = { readonly trace: Trace; readonly summary: TraceSummary; readonly material: Material; readonly sensitive: readonly SensitiveValue[]; /** Steps that a case may begin at. */ readonly starts: readonly { readonly step: number; readonly name: string }[] };

const mostStarts = 200;

/** A preview asks after each key, and one of several traces is walked to and fro. */
const mostKept = 3;

/** What cases are made of. The last ones are kept. */
export function createCaseMaterial({ index, config }: EngineContext): (id: string, fromStep: number | undefined) => CaseMaterial {
  const last = new Map<string, CaseMaterial>();

  function gather(id: string, fromStep: number | undefined): CaseMaterial {
    const summary = index.readSummary(id);
    const label = index.labelOf(id);
    const key = JSON.stringify([id, fromStep, summary?.importedAt, summary?.cases, label, config().facts]);
    const known = last.get(key);
    if (known) {
      last.delete(key);
      last.set(key, known);
      return known;
    }
    const trace = index.readTrace(id);
    if (!trace || !summary) throw new UserError('no-such-trace', `The index holds no trace ${id}.`, 'Import its export again.');
    const factsConfig = factsConfigOf(config().facts);
    const observed = observe(trace, factsConfig);
    const { query, messages, trial } = fromStep === undefined ? { query: summary.query, messages: conversationOf(trace, 0), trial: observed } : fromTurn(trace, observed, fromStep, summary);
    if (query === null) throw new UserError('no-query', `Trace ${summary.nativeId} records no user message, so there is nothing to ask the agent again.`, 'Switch on message recording in the framework that wrote it, or choose a trace with a query.');
    const material = { query, messages, label, facts: readFacts(trace, factsConfig, trial.output), trial };
    const value = { trace, summary, material, sensitive: findIn(material), starts: startsOf(trace) };
    last.set(key, value);
    for (const oldest of [...last.keys()].slice(0, -mostKept)) last.delete(oldest);
    return value;
  }
  return gather;
}

/** Where a case comes from, as it says so itself. `facts`: as they may be written. */
export function sourceOf({ trace, summary: { startUs } }: CaseMaterial, facts: Facts): NonNullable<EvalCase['source']> {
  const capturedAt = startUs === null ? undefined : new Date(startUs / 1000).toISOString().replace('.000Z', 'Z');
  return {
    traceId: trace.id, runId: trace.nativeId, file: fileToCommit(trace.file), ...(capturedAt === undefined ? {} : { capturedAt }), sha256: trace.sha256, importer: trace.format,
    ...(facts.role ? { userRole: facts.role } : {}),
  };
}

/** A path of this machine says nothing to others: of a file outside the workspace only the name is written. */
function fileToCommit(file: string): string {
  return isAbsolute(file) ? basename(file) : file;
}

/** The recording of a case as file text. */
export function recordingTextOf(id: string, { source, messages, trial }: Pick<Recording, 'source' | 'messages' | 'trial'>): string {
  return printRecording({ casebook: 1, case: id, source, messages, trial: { ...trial, redacted: redactedPaths(trial) }, cuts: [] });
}

function startsOf(trace: Trace): CaseMaterial['starts'] {
  const { steps } = assemble(trace.spans, false);
  return steps.filter(({ kind }) => kind !== 'agent').sort((a, b) => a.n - b.n).slice(0, mostStarts).map(({ n, name }) => ({ step: n, name }));
}

/** What happened from a step on. What was measured of the whole run is not known of a part of it. */
function fromTurn(trace: Trace, trial: Trial, step: number, summary: TraceSummary): { readonly query: string | null; readonly messages: Messages; readonly trial: Trial } {
  const messages = conversationOf(trace, step);
  const last = messages.at(-1)?.content;
  if (step > summary.steps) throw new UserError('no-such-step', `Trace ${summary.nativeId} has ${summary.steps} steps, and no step ${step}.`, 'Name one of its steps.');
  const before = trial.calls.filter((call) => call.step !== null && call.step < step).length;
  const calls = trial.calls.filter((call) => call.step === null || call.step >= step).map((call, index) => ({ ...call, index }));
  const approvals = trial.approvals?.map((each) => ({ ...each, beforeCall: Math.max(0, each.beforeCall - before) })) ?? null;
  return {
    query: typeof last === 'string' ? last : summary.query, messages,
    trial: { ...trial, calls, approvals, ...(before > 0 || messages.length > 1 ? { latencyMs: null, costUsd: null, tokens: null, turns: null } : {}) },
  };
}

/**
 * The turns of user and agent up to the query, without the system prompt, which is the target's own.
 * @param step the turn that holds this step; 0: the first
 */
export function conversationOf(trace: Trace, step: number): Messages {
  const { ordered, steps } = assemble(trace.spans);
  let found: Messages = [];
  for (const [at, span] of ordered.entries()) {
    const turns = span.input.filter((message) => message.role === 'user' || message.role === 'assistant');
    const lastUser = turns.findLastIndex((message) => message.role === 'user');
    if (lastUser < 0) continue;
    // A step belongs to the turn that was under way before it, if nothing begins with it.
    if (found.length > 0 && steps[at]!.n > step) break;
    found = turns.slice(0, lastUser + 1).flatMap((message) => {
      const content = messageText(message);
      return content === '' || (message.role !== 'user' && message.role !== 'assistant') ? [] : [{ role: message.role, content }];
    });
    if (steps[at]!.n >= step) break;
  }
  return found;
}
