import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { RetrievedDocument } from '../../model/span.ts';
import { readDocument } from '../content/documents.ts';
import { readStepInput } from '../content/modelInput.ts';
import { readStepOutput } from '../content/modelOutput.ts';
import { textMessage } from '../content/parts.ts';
import { readResult } from '../content/readPart.ts';
import { setKey, textOf, unwrapJson } from '../jsonText.ts';
import { readPrintedArguments } from '../values/recordedText.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { Draft } from './draft.ts';
import { setUsage } from './draft.ts';

/** What went into a step and what came out of it, as most frameworks record it: one value each, whatever the step is. */
type InputOutput = { readonly input?: Json | undefined; readonly output?: Json | undefined };

/** The attributes where a value is kept that tells no messages, arguments or result. */
type ValueKeys = { readonly input: string; readonly output: string };

/**
 * Reads the two values by what the span is: arguments and result of a tool, the request and response of a model, the question and answer
 * of an agent or of the whole run. What tells none of these stays an attribute under its key. What the draft knows already stands.
 */
export function readInputOutput({ input, output }: InputOutput, draft: Draft, keys: ValueKeys): void {
  const keep = (key: string, value: Json | undefined) => { if (value !== undefined && value !== null && value !== '') setKey(draft.attributes, key, value); };
  if (draft.kind === 'tool') {
    if (input !== undefined && draft.tool.arguments === undefined && draft.tool.argumentsText === undefined) Object.assign(draft.tool, readPrintedArguments(input));
    if (output !== undefined && draft.tool.result === undefined) draft.tool.result = readResult(output);
    return;
  }
  const asked = input === undefined ? undefined : unwrapJson(input);
  const answered = output === undefined ? undefined : unwrapJson(output);
  if (draft.kind === 'retrieval' && draft.documents.length === 0 && answered !== undefined) {
    draft.documents = documentsIn(answered);
    if (draft.documents.length > 0) {
      keep(keys.input, asked);
      return;
    }
  }
  const speaks = draft.kind === 'llm' || draft.kind === 'agent' || draft.isRoot;
  if (!speaks) {
    keep(keys.input, asked);
    keep(keys.output, answered);
    return;
  }
  if (asked !== undefined) {
    const { messages, tools, rest } = readStepInput(asked, true);
    if (draft.kind === 'llm') draft.toolDefinitions ??= tools;
    if (draft.input.length === 0) draft.input = messages.length > 0 ? messages : said('user', input, draft, rest);
    if (draft.kind === 'llm' && isJsonMap(rest)) draft.model ??= textOf(rest['model']);
    const isModel = isJsonMap(rest) && Object.keys(rest).length === 1 && rest['model'] === draft.model;
    if ((draft.input.length === 0 || messages.length > 0) && !isModel) keep(keys.input, rest);
  }
  if (answered !== undefined) {
    const { messages, finishReason, model, usage, rest } = readStepOutput(answered, true);
    if (draft.output.length === 0) draft.output = messages.length > 0 ? messages : said('assistant', output, draft, rest);
    if (draft.output.length === 0 || messages.length > 0) keep(keys.output, rest);
    if (draft.kind !== 'llm') return;
    draft.finishReason ??= finishReason;
    draft.model ??= model;
    if (usage !== null) setUsage(draft, readUsage(usage));
  }
}

/** What a search found: a list of documents, or one under the usual name. All of it, or it is something else. */
function documentsIn(output: Json): readonly RetrievedDocument[] {
  const list = isJsonMap(output) ? output['documents'] : output;
  if (!Array.isArray(list)) return [];
  const documents = (list as readonly Json[]).flatMap((each) => readDocument(each) ?? []);
  return documents.length === list.length && documents.every(({ content }) => content !== null) ? documents : [];
}

/** What goes into a model or comes out of it was said, whatever it looks like. */
function said(role: 'user' | 'assistant', value: Json | undefined, draft: Draft, rest: Json | undefined): readonly Message[] {
  return draft.kind === 'llm' && typeof value === 'string' && rest !== undefined ? [textMessage(role, value)] : [];
}
