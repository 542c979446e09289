import { createArgumentChecks } from '../insights/argumentProblems.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import { messageText } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Found, SignalRule } from './signal.ts';
import { problemInWords } from './words.ts';

const mostTold = 3;

/** Longest answer that is checked, and longest text of settings that is read as JSON. */
const longest = { answer: 200_000, settings: 20_000 } as const;

export const contractBroken: SignalRule = {
  id: 'contractBroken',
  title: 'Contract broken',
  describe: 'A model call that asked for JSON, or for JSON of a schema, was answered with something else. Silent where no call says what it asked for.',
  severity: 'error',
  find({ assembled: { steps, ordered } }) {
    const checkOf = createArgumentChecks();
    const lastTurns = new Map(steps.filter(({ kind }) => kind === 'llm').map(({ parent, n }) => [parent, n]));
    return steps.flatMap((step, at): readonly Found[] => {
      const span = ordered[at]!;
      const asked = span.kind === 'llm' && span.output.length > 0 ? askedFor(span) : undefined;
      if (asked === undefined || span.output.some((message) => message.parts.some((part) => part.type === 'toolCall'))) return [];
      if (asked.ofLast && lastTurns.get(step.parent) !== step.n) return [];
      const text = (asked.ofLast ? lastText(span.output) : span.output.map(messageText).join('')).trim();
      if (text === '' || text.length > longest.answer) return [];
      const parsed = jsonIn(text);
      if (parsed === undefined) return [{ steps: [step.n], why: 'the call asked for JSON, and the answer is none', tag: 'no JSON' }];
      const found = asked.schema === null ? [] : (checkOf(asked.schema)?.(parsed.value) ?? []);
      // More than was asked for is wrong only where the schema says so.
      const problems = isClosed(asked.schema) ? found : found.filter(({ message }) => !message.startsWith('not declared'));
      if (problems.length === 0) return [];
      return [{ steps: [step.n], why: problems.slice(0, mostTold).map((problem) => problemInWords(problem, 'the answer')).join('; '), tag: 'contract broken' }];
    });
  },
};

/** The whole text as JSON, else its last fenced block. */
function jsonIn(text: string): { readonly value: Json } | undefined {
  const close = text.lastIndexOf('```');
  const open = close <= 0 ? -1 : text.lastIndexOf('```', close - 1);
  const fenced = open === -1 ? undefined : text.slice(text.indexOf('\n', open) + 1, close);
  for (const each of [text, fenced]) {
    if (each === undefined) continue;
    try {
      return { value: JSON.parse(each) as Json };
    } catch {
      continue; // not JSON is an answer here, not an error
    }
  }
  return undefined;
}

const isClosed = (schema: JsonMap | null): boolean => JSON.stringify(schema).includes('"additionalProperties":false');

/** `ofLast`: of what a turn says last alone; what came before it may be notes. */
type Asked = { readonly schema: JsonMap | null; readonly ofLast?: boolean };

function lastText(output: readonly Message[]): string {
  const last = output.flatMap(({ parts }) => parts).findLast((part) => part.type === 'text');
  return last?.type === 'text' ? last.text : '';
}

const formatKeys = ['response_format', 'responseFormat', 'gen_ai.request.response_format', 'gen_ai.openai.request.response_format', 'gen_ai.request.structured_output_schema', 'text_format'];
/** Codex CLI's own name for the form that the last word of a turn has to have. */
const finalOutputKey = 'final_output_json_schema';
const settingsKeys = ['llm.invocation_parameters', 'invocation_params', 'model_parameters', 'modelParameters', 'input', 'extra', 'request'];

/** The form that a call asked its answer to have, by the names under which instrumentations record it. */
function askedFor({ attributes }: Span): Asked | undefined {
  const own = formatIn(attributes);
  if (own !== undefined) return own;
  for (const key of settingsKeys) {
    const value = attributes[key];
    if (typeof value === 'string' && !value.includes('format') && !value.includes('Format')) continue;
    const settings = asMap(value);
    const found = settings && formatIn(settings);
    if (found !== undefined) return found;
  }
  const asked = asMap(attributes['model_request_parameters']);
  const wanted = asked?.['output_mode'] === 'native' || asked?.['output_mode'] === 'prompted' ? asMap(asMap(asked['output_object'])?.['json_schema']) : undefined;
  if (wanted !== undefined) return { schema: wanted };
  const schema = asMap(attributes['ai.schema']);
  if (schema !== undefined) return { schema };
  const ofSession = asMap(attributes[finalOutputKey]);
  return ofSession === undefined ? undefined : { schema: ofSession, ofLast: true };
}

function formatIn(map: JsonMap): Asked | undefined {
  for (const key of formatKeys) {
    const value = Object.hasOwn(map, key) ? map[key] : undefined;
    if (value === 'json_object' || value === 'json_schema' || value === 'json') return { schema: null };
    const format = asMap(value);
    if (format === undefined) continue;
    const type = format['type'];
    const schema = asMap(asMap(format['json_schema'])?.['schema']) ?? asMap(format['schema']) ?? null;
    if (schema !== null || type === 'json_object' || type === 'json_schema' || type === 'json') return { schema };
  }
  return undefined;
}

function asMap(value: Json | undefined): JsonMap | undefined {
  if (isJsonMap(value)) return value;
  if (typeof value !== 'string' || value.length > longest.settings || !/^\s{0,8}\{/.test(value)) return undefined;
  try {
    const parsed = JSON.parse(value) as Json;
    return isJsonMap(parsed) ? parsed : undefined;
  } catch {
    return undefined; // not JSON: then it says nothing of a form
  }
}
