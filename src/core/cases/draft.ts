import type { EvalCase, FailureObserved, Forbidden, Step } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { Label } from '../model/label.ts';
import type { Call, Facts, Trial } from '../model/trace.ts';
import { planChecks } from '../evaluators/evaluate.ts';
import { hasPlaceholder } from './sensitive.ts';
import { isVolatile } from './volatile.ts';

/** A proposed case, with the remarks that stand above its keys. */
export type Draft = {
  readonly value: EvalCase;
  readonly comments: Readonly<Record<string, string>>;
  /** What a person should still add, a sentence each. */
  readonly missing: readonly string[];
};

export type DraftSource = {
  readonly id: string;
  readonly query: string;
  /** Earlier turns and the query, when the conversation has more than one user turn. */
  readonly messages: EvalCase['messages'];
  readonly source: EvalCase['source'];
  readonly trial: Trial;
  readonly facts: Facts;
  readonly label: Label | null;
  /** Numbers of the steps that tell the query, and the turns before it. Absent: not known. */
  readonly askedAt?: { readonly query: number; readonly earlier: readonly number[] };
  /** The call that asks for an approval, by the fact `approval`: it needs none itself. */
  readonly approvalTool?: string | undefined;
};

const longestLiteral = 200;
/** Built-in tier (METRICS 12): used where a case needs a limit and the workspace states none. */
const tierLatencyMs = 10_000;

/**
 * The conversion of CASES section 3: what the trace and its label say, and nothing the agent did wrong as an expectation.
 * The draft of a labelled failure fails on its own recording wherever the label says enough.
 */
export function draftCase(from: DraftSource): Draft {
  const { trial, label, facts } = from;
  const { failure, wrong, sound } = judgeCalls(from);
  const comments: Record<string, string> = {};
  const missing: string[] = [];

  const steps = [...sound.map(stepOf), ...(failure?.class === 'tool_arguments' ? wrong.map((call) => correctedStep(call, label)) : [])];
  const forbidden = forbiddenOf(wrong, sound, label, failure, comments);
  const expectedTool = expectedToolOf(steps, failure !== null, trial);
  const seen = failure ? 'observed before the failure' : 'observed, confirm';
  if (expectedTool !== undefined) comments['expectedTool'] = seen;
  const withArguments = steps.some((step) => step.args !== undefined);
  if (withArguments) comments['trajectory.steps'] = seen;
  const retries = failure?.class === 'recovery_behavior' ? mostRetries(trial.calls) : 0;
  const trajectory = {
    ...(withArguments ? { steps } : {}), ...(forbidden.length > 0 ? { forbidden } : {}),
    ...(retries > 0 ? { maxRetries: retries - 1 } : {}),
  };
  const unapproved = failure?.class === 'policy_boundary' ? namesOf(wrong).filter((name) => name !== from.approvalTool) : [];
  const groundTruth = groundTruthOf(from, failure !== null);
  const budgets = budgetsOf(trial, failure);

  const toFillIn = ['expectedBehavior: what a person would check, a statement each'];
  if (failure?.class === 'tool_selection') {
    missing.push('Name the tool that should have been called in expectedTool.');
    if (expectedTool === undefined) toFillIn.unshift('expectedTool: the tool that should have been called');
    else comments['expectedTool'] = 'observed before the failure; add the tool that should have been called';
  }
  missing.push(...missingOf(failure, label, wrong, groundTruth !== undefined), 'Say in expectedBehavior what a person would check.');
  comments[failure ? 'failureWeObserved' : groundTruth === undefined ? 'kind' : 'groundTruth'] = toFillIn.join('\n');

  const drafted: EvalCase = {
    id: from.id,
    query: from.query,
    ...(from.messages && from.messages.length > 1 ? { messages: from.messages } : {}),
    ...(expectedTool === undefined ? {} : { expectedTool }),
    ...(failure ? { failureWeObserved: failure } : {}),
    ...(groundTruth === undefined ? {} : { groundTruth }),
    kind: failure ? 'regression' : 'capability',
    status: 'draft',
    ...(Object.keys(trajectory).length > 0 ? { trajectory } : {}),
    ...(label?.wrongWords ? { answer: { reject: [{ $contains: label.wrongWords }] } } : {}),
    ...(unapproved.length > 0 ? { policy: { requiresApproval: [{ tools: unapproved }] } } : {}),
    ...(budgets ? { budgets } : {}),
    ...segmentOf(facts),
    source: from.source,
  };
  const value = checksSomething(drafted) ? drafted : { ...drafted, ...lastResort(trial, failure !== null, comments) };
  return { value, comments, missing };
}

/** What went wrong, and which calls the label speaks against or leaves standing. */
export function judgeCalls({ trial, label, facts }: DraftSource): { readonly failure: FailureObserved | null; readonly wrong: readonly Call[]; readonly sound: readonly Call[] } {
  const failure = failureOf(label, facts);
  const wrong = failure ? wrongCalls(trial.calls, label, failure.class) : [];
  return { failure, wrong, sound: failure ? soundCalls(trial.calls, wrong, label, failure.class) : collapseRetries(trial.calls) };
}

function checksSomething(value: EvalCase): boolean {
  return planChecks(value).some((check) => check.gating);
}

/** Where the label says no more than that the run was wrong, it must not end in the very same way; where nobody says so, it must come to an end again. */
function lastResort({ output, terminal }: Trial, failed: boolean, comments: Record<string, string>): Pick<EvalCase, 'answer' | 'trajectory'> {
  if (output && failed) {
    comments['answer'] = 'the very answer that was wrong; narrow it to the wrong words';
    return { answer: { reject: [output.length > longestLiteral ? { $startsWith: output.slice(0, longestLiteral) } : { $iequals: output }] } };
  }
  if (terminal === 'aborted' || (terminal === 'finished' && !failed)) return { trajectory: { terminal: 'finished' } };
  return {};
}

function missingOf(failure: FailureObserved | null, label: Label | null, wrong: readonly Call[], truthKnown: boolean): string[] {
  if (!failure) return [];
  const aboutAnswer = (failure.class === 'answer_quality' || failure.class === 'evidence_quality') && failure.mode !== 'slow_response';
  const aboutCalls = failure.class === 'tool_selection' || failure.class === 'tool_arguments' || failure.class === 'policy_boundary';
  return [
    ...(failure.class ? [] : ['Give the failure a class: it decides what is checked.']),
    ...(aboutAnswer && !truthKnown && !label?.wrongWords ? ['Mark the wrong words of the answer, or say what the right answer is.'] : []),
    ...(aboutCalls && wrong.length === 0 ? [label?.firstWrong ? `Set the first wrong step of the label to a call: step ${label.firstWrong.step} issued none.` : 'Set the first wrong step of the label, so that its call can be ruled out.'] : []),
    ...(failure.class === 'recovery_behavior' ? ['Say how the run should have ended in trajectory.terminal.'] : []),
  ];
}

function failureOf(label: Label | null, facts: Facts): FailureObserved | null {
  if (label?.verdict === 'pass') return null;
  if (label?.verdict === 'fail') {
    return {
      ...(label.note ? { summary: label.note } : {}),
      ...(label.class ? { class: label.class.class } : {}),
      ...(label.class?.mode ? { mode: label.class.mode } : {}),
      ...(label.cause ? { rootCause: label.cause } : {}),
      ...(label.fix ? { fix: label.fix } : {}),
    };
  }
  if (facts.feedback === 'rejected') return { summary: 'The user rejected the answer' };
  if (facts.feedback === 'edited') return { summary: 'The user had to edit the answer' };
  return null;
}

/** The calls of the first wrong step: its own, or those that the model turn at that step asked for. */
function wrongCalls(calls: readonly Call[], label: Label | null, failureClass: string | undefined): Call[] {
  const anchor = label?.firstWrong;
  if (anchor) return calls.filter((call) => call.step === anchor.step || (anchor.span !== null && (call.spanId === anchor.span || call.groupId === anchor.span)));
  return failureClass === 'tool_selection' && calls.length === 1 ? [...calls] : [];
}

/** Calls before the first wrong one. Without a mark nothing says which calls were right, so a wrong choice proposes none. */
function soundCalls(calls: readonly Call[], wrong: readonly Call[], label: Label | null, failureClass: string | undefined): Call[] {
  if (wrong.length > 0) return collapseRetries(calls.slice(0, Math.min(...wrong.map((call) => call.index))));
  const anchor = label?.firstWrong;
  if (anchor) return collapseRetries(calls.filter((call) => call.step !== null && call.step < anchor.step));
  return failureClass === 'answer_quality' ? collapseRetries(calls) : [];
}

/** A call repeated after its own error stands once, with what it came to (METRICS 1). Blocked calls never ran. */
function collapseRetries(calls: readonly Call[]): Call[] {
  const kept: Call[] = [];
  for (const call of calls) {
    if (call.status === 'blocked') continue;
    const before = kept.findLastIndex((each) => each.name === call.name);
    if (before >= 0 && kept[before]!.status === 'error' && JSON.stringify(kept[before]!.args) === JSON.stringify(call.args)) kept[before] = call;
    else kept.push(call);
  }
  return kept;
}

const namesOf = (calls: readonly Call[]) => [...new Set(calls.map((call) => call.name))];

/** The distinct tools of the expected steps, so that the two can never disagree (CB202). */
function expectedToolOf(steps: readonly Step[], failed: boolean, trial: Trial): EvalCase['expectedTool'] {
  const names = [...new Set(steps.flatMap((step) => step.tool ?? []))];
  if (names.length === 0) return !failed && trial.calls.length === 0 && !trial.callsUnknown ? null : undefined;
  return names.length === 1 ? names[0] : names;
}

function forbiddenOf(wrong: readonly Call[], sound: readonly Call[], label: Label | null, failure: FailureObserved | null, comments: Record<string, string>): Forbidden[] {
  if (failure?.class === 'tool_selection') {
    if (wrong.length > 0) comments['trajectory.forbidden'] = 'the call at the first wrong step';
    return namesOf(wrong).map((name) => {
      const args = wrong.find((call) => call.name === name)?.args;
      return sound.some((call) => call.name === name) && isJsonMap(args) ? { tool: name, args } : name;
    });
  }
  if (failure?.class !== 'tool_arguments') return [];
  const whole = wrong.filter((call) => wrongArgument(call, label) === null && isJsonMap(call.args) && Object.keys(call.args).length > 0);
  if (whole.length > 0) comments['trajectory.forbidden'] = 'the very call that was wrong; narrow it to the wrong argument';
  return whole.map((call) => ({ tool: call.name, args: call.args as JsonMap }));
}

/** The right tool without the wrong argument. */
function correctedStep(call: Call, label: Label | null): Step {
  const argument = wrongArgument(call, label);
  return argument === null ? { tool: call.name } : { tool: call.name, args: { [argument]: { $not: (call.args as JsonMap)[argument]! } } };
}

/** The longest row of identical calls that each followed an error of the one before, less the first. */
function mostRetries(calls: readonly Call[]): number {
  let most = 0;
  let row = 0;
  for (const [at, call] of calls.entries()) {
    const before = calls[at - 1];
    row = before && before.status === 'error' && before.name === call.name && JSON.stringify(before.args) === JSON.stringify(call.args) ? row + 1 : 0;
    most = Math.max(most, row);
  }
  return most;
}

function stepOf(call: Call): Step {
  if (!isJsonMap(call.args) || Object.keys(call.args).length === 0) return { tool: call.name };
  return { tool: call.name, args: generalise(call.args) as JsonMap };
}

/** Values that another run will not repeat, long ones and redacted ones become "any". */
export function generalise(value: Json): Json {
  if (isVolatile(value) || (typeof value === 'string' && (value.length > longestLiteral || hasPlaceholder(value)))) return { $any: true };
  if (Array.isArray(value)) return value.map(generalise);
  if (!isJsonMap(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, generalise(each)] as const);
  const [only] = entries;
  // A map that looks like a matcher is data here.
  return entries.length === 1 && only![0].startsWith('$') ? { $literal: value } : Object.fromEntries(entries);
}

/** The one argument that the label speaks of: the only one there is, or the one whose value it quotes. */
function wrongArgument(call: Call, label: Label | null): string | null {
  if (!isJsonMap(call.args)) return null;
  const keys = Object.keys(call.args);
  if (keys.length === 1) return keys[0]!;
  const said = `${label?.note ?? ''}\n${label?.cause ?? ''}\n${label?.wrongWords ?? ''}`;
  const quoted = keys.filter((key) => said.includes(key) || (typeof (call.args as JsonMap)[key] !== 'object' && said.includes(String((call.args as JsonMap)[key]))));
  return quoted.length === 1 ? quoted[0]! : null;
}

/** Never the agent's own answer, unless its user accepted it and nobody says it was wrong. */
function groundTruthOf({ label, facts, trial, source }: DraftSource, failed: boolean): EvalCase['groundTruth'] {
  const stated = label?.correction || facts.finalText;
  const accepted = !failed && facts.feedback === 'accepted' && trial.output !== null && trial.output.length <= longestLiteral ? trial.output : undefined;
  const value = stated || accepted;
  if (!value) return undefined;
  return { value, ...(source?.capturedAt ? { asOf: source.capturedAt } : {}), ...(label?.correction ? { source: label.by } : {}) };
}

function budgetsOf(trial: Trial, failure: FailureObserved | null): EvalCase['budgets'] {
  if (failure?.mode === 'slow_response') return { latencyMs: tierLatencyMs };
  if (failure) return undefined;
  const budgets = {
    ...(trial.latencyMs === null ? {} : { latencyMs: Math.max(1000, roundUp(trial.latencyMs * 1.5)) }),
    ...(trial.costUsd === null || trial.costUsd === 0 ? {} : { costUsd: roundUp(trial.costUsd * 1.5) }),
  };
  return Object.keys(budgets).length === 0 ? undefined : budgets;
}

/** To two leading digits: a limit should read like one. */
export function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}

function segmentOf(facts: Facts): { metadata?: EvalCase['metadata'] } {
  const segment = { ...(facts.role ? { role: facts.role } : {}), ...(facts.useCase ? { useCase: facts.useCase } : {}), ...(facts.queue ? { queue: facts.queue } : {}) };
  const metadata = { ...(facts.risk ? { risk: facts.risk } : {}), ...(Object.keys(segment).length > 0 ? { segment } : {}) };
  return Object.keys(metadata).length > 0 ? { metadata } : {};
}

/** Slug of the query and a short hash, so that the same question asked twice gives two cases. */
export function caseId(query: string, sha256: string, taken: (id: string) => boolean): string {
  const slug = query.replace(/\[(secret|personal):[^\]]*\]/g, ' ').normalize('NFKD').toLowerCase().replace(/['’]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 48).replace(/-+$/, '');
  const id = `${slug === '' ? 'case' : slug}-${sha256.slice(0, 6)}`;
  if (!taken(id)) return id;
  for (let n = 2; ; n++) if (!taken(`${id}-${n}`)) return `${id}-${n}`;
}
