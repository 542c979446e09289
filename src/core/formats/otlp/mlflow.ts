import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { SpanKind } from '../../model/span.ts';
import { messagesIn } from '../content/modelInput.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { lookUp, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { totalCost } from '../values/reportedCost.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { readEach } from './attributeReaders.ts';
import type { Dialect, Draft } from './draft.ts';
import { setUsage } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';
import { fillFrom } from './secondReading.ts';

/** By the type that MLflow gives a span. */
export const spanKinds: Readonly<Record<string, SpanKind>> = {
  LLM: 'llm', CHAT_MODEL: 'llm', TOOL: 'tool', AGENT: 'agent', RETRIEVER: 'retrieval', RERANKER: 'retrieval', GUARDRAIL: 'guardrail',
  CHAIN: 'other', EMBEDDING: 'other', PARSER: 'other', MEMORY: 'other', WORKFLOW: 'other', TASK: 'other', EVALUATOR: 'other', UNKNOWN: 'other',
};

/** Every value is JSON text, also where it is a word. */
const word = (set: (draft: Draft, text: string) => void): AttributeReaders[string] => (value, draft, _context, key) => {
  const text = textOf(unwrapJson(value));
  if (text === null) draft.attributes[key] = value;
  else set(draft, text);
};

const readers: AttributeReaders = {
  'mlflow.spanType': (value, draft, _context, key) => {
    const type = unwrapJson(value);
    draft.kind = lookUp(spanKinds, wordOf(type).toUpperCase()) ?? 'other';
    if (draft.kind === 'other') draft.attributes[key] = type;
  },
  'mlflow.chat.tokenUsage': (value, draft, _context, key) => {
    const usage = unwrapJson(value);
    if (isJsonMap(usage)) setUsage(draft, readUsage(usage));
    else draft.attributes[key] = value;
  },
  'mlflow.chat.tools': (value, draft) => { draft.toolDefinitions = readToolDefinitions(value); },
  'mlflow.chat.messages': (value, draft, _context, key) => {
    const messages = messagesIn(unwrapJson(value), false)?.messages;
    if (messages === undefined) draft.attributes[key] = unwrapJson(value);
    // The last one is the answer; the others led to it.
    else draft.input = messages.at(-1)?.role === 'assistant' ? messages.slice(0, -1) : messages;
  },
  'mlflow.llm.model': word((draft, model) => { draft.model = model; }),
  'mlflow.llm.provider': word((draft, provider) => { draft.provider = provider; }),
  'mlflow.llm.cost': (value, draft, _context, key) => {
    draft.costUsd = totalCost(unwrapJson(value));
    if (draft.costUsd === null) draft.attributes[key] = value;
  },
  'mlflow.trace.session': word((draft, id) => { draft.sessionId = id; }),
  'mlflow.trace.user': word((draft, id) => { draft.userId = id; }),
  'mlflow.spanLogLevel': (value, draft, _context, key) => { draft.attributes[key] = unwrapJson(value); },
};

const keys = { input: 'mlflow.spanInputs', output: 'mlflow.spanOutputs' } as const;

/** MLflow's spans, in OTLP and in its own files. */
export const mlflow: Dialect = {
  id: 'mlflow',
  read(attributes, draft, context) {
    const io: { input?: Json; output?: Json } = {};
    const rest = readEach(attributes, draft, context, readers, (key, value) => {
      if (key === keys.input) io.input = value;
      else if (key === keys.output) io.output = value;
      else if (key.startsWith('mlflow.')) draft.attributes[key] = unwrapJson(value);
      else return false;
      return true;
    });
    if (rest.size > 0) fillFrom(rest, draft, context);
    readInputOutput(io, draft, keys);
  },
};
