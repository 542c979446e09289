import { z } from 'zod';
import { firstIssueInWords } from '../../core/cases/structureIssues.ts';
import { matchSaid } from '../../core/evaluators/answerMatch.ts';
import { fitsDepth } from '../../core/formats/jsonText.ts';
import { answerNames, type FactsConfig } from '../../core/model/config.ts';
import { isJsonMap, Json, JsonMap } from '../../core/model/json.ts';
import { Terminal, type Approval, type Call, type Trial } from '../../core/model/trace.ts';
import type { RetrievedDocument } from '../../core/model/span.ts';
import { messageOf } from '../../core/support/errors.ts';
import { nearest } from '../../core/support/nearest.ts';
import { approvalsIn, toolOf } from '../../core/trajectory/oversight.ts';
import { callsInMessages, lastAnswer, type ChatMessage } from './chatMessages.ts';
import type { SpanTrial } from './spanTrial.ts';

/** What a target may answer with (METRICS 1.1). What is absent is unknown; an unknown name is refused with its name. */
const ToolCallAnswer = z.strictObject({
  id: z.string().optional(), name: z.string(), arguments: Json.optional(), args: Json.optional(), result: Json.optional(),
  status: z.enum(['ok', 'error', 'blocked']).optional(), group: z.string().optional(),
});
const DocumentAnswer = z.union([
  z.string(),
  z.strictObject({ id: z.string().nullish(), content: z.string().nullish(), score: z.number().nullish(), version: z.string().nullish(), updatedAt: z.string().nullish(), source: z.string().nullish(), metadata: JsonMap.optional() }),
]);
const ApprovalAnswer = z.strictObject({ granted: z.boolean(), by: z.string().nullish(), tool: z.string().nullish(), args: Json.optional(), beforeCall: z.number().int().nonnegative().optional(), expiresAt: z.string().nullish() });
const tokens = z.number().int().nonnegative().optional();
const UsageAnswer = z.looseObject({ total: tokens, input: tokens, output: tokens, totalTokens: tokens, inputTokens: tokens, outputTokens: tokens, total_tokens: tokens, input_tokens: tokens, output_tokens: tokens, prompt_tokens: tokens, completion_tokens: tokens });

const TargetAnswer = z.strictObject({
  output: Json.optional(),
  toolCalls: z.array(ToolCallAnswer).optional(),
  messages: z.array(z.looseObject({ role: z.string() })).optional(),
  retrieved: z.array(DocumentAnswer).optional(),
  citations: z.array(z.string()).optional(),
  state: JsonMap.optional(),
  approvals: z.array(ApprovalAnswer).optional(),
  escalated: z.boolean().optional(),
  terminal: Terminal.optional(),
  fallback: z.boolean().optional(),
  costUsd: z.number().nonnegative().optional(),
  usage: UsageAnswer.optional(),
} satisfies Record<(typeof answerNames)[number], z.ZodType>);
type TargetAnswer = z.infer<typeof TargetAnswer>;

export type ReadAnswer = { readonly trial: Trial; readonly problem: null } | { readonly trial: null; readonly problem: string };
const refused = (problem: string): ReadAnswer => ({ trial: null, problem });

/** Arguments as JSON text are parsed; what does not parse is null: recorded, and not JSON. */
function argumentsOf(given: Json | undefined): Json | undefined {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given) as Json;
  } catch {
    return null; // counts as malformed (METRICS 1)
  }
}

function asCalls(toolCalls: NonNullable<TargetAnswer['toolCalls']>): readonly Call[] {
  return toolCalls.map((call, index) => {
    const args = argumentsOf(call.arguments ?? call.args);
    return {
      name: call.name, ...(args === undefined ? {} : { args }), index, groupId: call.group ?? null, status: call.status ?? 'ok',
      ...(call.result === undefined ? {} : { result: call.result }), startUs: null, endUs: null, spanId: null, step: null,
    };
  });
}

function asDocument(given: z.infer<typeof DocumentAnswer>): RetrievedDocument {
  const { id = null, content = null, score = null, version = null, updatedAt = null, source = null, metadata = {} } = typeof given === 'string' ? { id: given } : given;
  return { id, content, score, version, updatedAt, source, metadata };
}

const asApproval = ({ granted, by = null, tool = null, args, beforeCall = 0, expiresAt = null }: z.infer<typeof ApprovalAnswer>): Approval =>
  ({ granted, by, tool, ...(args === undefined ? {} : { args }), beforeCall, expiresAt });

function tokensOf(usage: TargetAnswer['usage']): number | null {
  if (!usage) return null;
  const input = usage.input ?? usage.inputTokens ?? usage.input_tokens ?? usage.prompt_tokens;
  const output = usage.output ?? usage.outputTokens ?? usage.output_tokens ?? usage.completion_tokens;
  const total = usage.total ?? usage.totalTokens ?? usage.total_tokens;
  return total ?? (input === undefined && output === undefined ? null : (input ?? 0) + (output ?? 0));
}

function isFallback(output: string | null, facts: FactsConfig): boolean | null {
  const matchers = (facts.fallback ?? []).flatMap((source) => (typeof source === 'object' && 'answer' in source ? [source.answer] : []));
  if (output === null || matchers.length === 0) return null;
  return matchers.some((matcher) => matchSaid(matcher, { text: output, value: undefined }).ok);
}

/** The calls of an answer with the steps of its spans, where both tell of the same calls in the same order. */
function withSteps(calls: readonly Call[], spans: SpanTrial | null): readonly Call[] {
  const seen = spans?.trial.calls ?? [];
  if (seen.length !== calls.length || calls.some((call, at) => call.name !== seen[at]?.name)) return calls;
  return calls.map((call, at) => ({ ...call, startUs: seen[at]?.startUs ?? null, endUs: seen[at]?.endUs ?? null, spanId: seen[at]?.spanId ?? null, step: seen[at]?.step ?? null }));
}

/** What the answer says holds; of what it is silent about, the spans of the trial tell. */
function trialOf(answer: TargetAnswer, facts: FactsConfig, latencyMs: number, spans: SpanTrial | null): Trial {
  const messages = answer.messages as readonly ChatMessage[] | undefined;
  const seen = spans?.isTold ? spans.trial : null;
  const isSaid = answer.toolCalls !== undefined || messages !== undefined;
  const calls = answer.toolCalls ? withSteps(asCalls(answer.toolCalls), spans) : messages ? withSteps(callsInMessages(messages), spans) : (seen?.calls ?? []);
  const knowsCalls = isSaid || seen !== null;
  const given = answer.output === undefined && messages ? lastAnswer(messages) : answer.output;
  // An answer of null is known to be none; no answer at all is unknown.
  const output = given === undefined ? (seen?.output ?? null) : given === null ? '' : typeof given === 'string' ? given : JSON.stringify(given);
  const escalationTool = toolOf(facts.escalation);
  const escalated = answer.escalated ?? (escalationTool === undefined || !isSaid ? (seen?.escalated ?? null) : calls.some((call) => call.name === escalationTool && call.status === 'ok'));
  const fallback = answer.fallback ?? isFallback(output, facts) ?? seen?.fallback ?? null;
  const { retrievals: _, ...rest } = seen ?? {};
  return {
    feedback: null,
    ...(answer.retrieved ? rest : seen),
    calls, ...(knowsCalls ? {} : { callsUnknown: true }), output,
    retrieved: answer.retrieved?.map(asDocument) ?? seen?.retrieved ?? null,
    citations: answer.citations ?? null,
    state: answer.state ?? null,
    approvals: answer.approvals?.map(asApproval) ?? (isSaid ? approvalsIn(calls, [], facts) : (seen?.approvals ?? null)),
    escalated,
    terminal: answer.terminal ?? (fallback ? 'fallback' : escalated ? 'escalated' : (seen?.terminal ?? (output === null ? null : 'finished'))),
    fallback, latencyMs,
    costUsd: answer.costUsd ?? spans?.trial.costUsd ?? null,
    tokens: tokensOf(answer.usage) ?? spans?.trial.tokens ?? null,
    turns: messages ? messages.filter((message) => message.role === 'assistant').length : (seen?.turns ?? null),
    redacted: [],
  };
}

function refusal(value: JsonMap, error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    const near = issue.path.length === 0 ? nearest(name, answerNames) : undefined;
    const where = issue.path.length === 0 ? '' : ` in ${issue.path.join('.')}`;
    const hint = near === undefined ? (issue.path.length === 0 ? ` It may answer with ${answerNames.join(', ')}; a structured answer goes into output.` : '') : ` Did you mean ${near}?`;
    return `answered with the unknown name ${name}${where}.${hint}`;
  }
  return `answered with JSON that is not as expected: ${firstIssueInWords(error.issues)}. Answer with an object such as {"output": "…", "toolCalls": [{"name": "…", "arguments": {}}]}; it has ${Object.keys(value).join(', ')}.`;
}

/** The object that a program printed after its own chatter: what begins at the last line that opens with a brace, when that is an answer. */
function trailingAnswer(text: string): { readonly value: JsonMap; readonly before: string } | undefined {
  const at = `\n${text}`.lastIndexOf('\n{');
  if (at < 0) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(at));
    return isJsonMap(value) && Object.keys(value).some((key) => Object.hasOwn(TargetAnswer.shape, key)) ? { value, before: text.slice(0, at).trimEnd() } : undefined;
  } catch {
    return undefined; // ordinary last lines
  }
}

function parsed(text: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

/** An answer that was parsed already, or only the spans' (`undefined`). `problem` continues "The target …". */
export function readAnswerValue(value: unknown, facts: FactsConfig, latencyMs: number, spans: SpanTrial | null): ReadAnswer {
  if (!fitsDepth(value)) return refused('answered with JSON that is nested too deep to be read.');
  if (isJsonMap(value)) {
    const answer = TargetAnswer.safeParse(value);
    return answer.success ? { trial: trialOf(answer.data, facts, latencyMs, spans), problem: null } : refused(refusal(value, answer.error));
  }
  const output = value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
  return { trial: trialOf(output === undefined ? {} : { output }, facts, latencyMs, spans), problem: null };
}

/**
 * What a target printed, as a trial: an object of the names above, or a plain answer. `problem` continues "The target …".
 * @param spans what it sent besides: then it need not print anything
 */
export function readAnswer(stdout: string, facts: FactsConfig, latencyMs: number, spans: SpanTrial | null = null): ReadAnswer {
  const text = stdout.replace(/^\uFEFF/, '').trim();
  if (text === '' && spans?.isTold) return readAnswerValue(undefined, facts, latencyMs, spans);
  if (text === '') return refused('printed nothing. It must print its answer: a plain text, or {"output": "…", "toolCalls": […]}.');
  const json = parsed(text);
  const trailing = 'value' in json ? undefined : trailingAnswer(text);
  if (trailing && TargetAnswer.safeParse(trailingAnswer(trailing.before)?.value).success) return refused('answered twice. It must print one answer.');
  const value = 'value' in json ? json.value : trailing?.value;
  if (isJsonMap(value)) return readAnswerValue(value, facts, latencyMs, spans);
  if ('error' in json && text.startsWith('{')) return refused(`printed something that begins like JSON and is not: ${json.error}.`);
  return readAnswerValue(typeof value === 'string' ? value : text, facts, latencyMs, spans);
}
