import type { Json } from '../model/json.ts';
import type { Message, MessageRole } from '../model/message.ts';
import type { RetrievedDocument, Span, ToolDefinition } from '../model/span.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import type { Slices } from '../support/slices.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { toldInSlices } from '../trajectory/toldOnce.ts';
import type { ToldStep } from '../trajectory/toldOnce.ts';
import { readableJson } from './readableJson.ts';

/** One text of a step that can be searched. `tool`: whose arguments or result it is. */
export type Field = {
  readonly step: TrajectoryStep;
  readonly in: 'name' | 'message' | 'reasoning' | 'arguments' | 'result' | 'document' | 'error' | 'attribute';
  readonly role: MessageRole | null;
  readonly tool: string | null;
  readonly text: string;
};

/** Steps that are gone through without a pause. */
const aSlice = 200;

/** All that a trace says, each text once, in reading order. */
export function* fieldsOf(assembled: Assembled): Slices<readonly Field[]> {
  const seenTools = new Set<unknown>();
  const told = yield* toldInSlices(assembled);
  const fields: Field[] = [];
  for (let at = 0; at < told.length; at++) {
    if (at % aSlice === 0) yield;
    fields.push(...stepFields(told[at]!, seenTools));
  }
  return fields;
}

function stepFields({ step, span, messages, call }: ToldStep, seenTools: Set<unknown>): readonly Field[] {
  const fields: Field[] = [];
  const own = call === null ? null : step.name;
  const add = (where: Field['in'], text: string, role: MessageRole | null = null, tool = own): void => {
    if (text.trim() !== '') fields.push({ step, in: where, role, tool, text });
  };
  add('name', span.name === step.name ? step.name : span.name.includes(step.name) ? span.name : `${step.name} ${span.name}`);
  add('error', errorText(step, span));
  for (const message of messages) addMessage(message);
  if (call) {
    add('arguments', json(call.arguments, call.argumentsText), 'assistant');
    add('result', json(call.result), 'tool');
  }
  for (const document of span.documents) add('document', documentText(document));
  add('attribute', attributeText(span, seenTools));
  return fields;

  function addMessage(message: Message): void {
    const texts: string[] = [];
    for (const part of message.parts) {
      switch (part.type) {
        case 'text': texts.push(part.text); break;
        case 'reasoning': add('reasoning', part.text, message.role); break;
        case 'toolCall': add('arguments', `${part.name}(${json(part.arguments, part.argumentsText)})`, message.role, part.name); break;
        case 'toolResult': add('result', json(part.result), message.role, part.name ?? null); break;
        case 'media': texts.push([part.mimeType, part.uri].filter((each) => each !== null).join(' ')); break;
        case 'other': texts.push(readableJson(part.value)); break;
      }
    }
    add('message', texts.join('\n\n'), message.role);
  }
}

const json = (value: Json | undefined, text?: string): string => (value === undefined ? (text ?? '') : readableJson(value));

function errorText(step: TrajectoryStep, span: Span): string {
  const exceptions = span.events.filter(({ name }) => name === 'exception').map(({ attributes }) => readableJson(attributes));
  return [...new Set([step.error, span.statusMessage, ...exceptions])].filter((text) => text !== null).join('\n');
}

function documentText(document: RetrievedDocument): string {
  const { id, source, version, updatedAt, content, metadata } = document;
  return [id, source, version, updatedAt, content, Object.keys(metadata).length === 0 ? null : readableJson(metadata)].filter((text) => text !== null).join('\n');
}

/** Model, settings, events, and each tool where it is first offered. */
function attributeText({ model, provider, finishReason, attributes, events, toolDefinitions }: Span, seenTools: Set<unknown>): string {
  const lines = [model, provider, finishReason].filter((text) => text !== null);
  for (const [key, value] of Object.entries(attributes)) lines.push(`${key}: ${readableJson(value)}`);
  for (const event of events) if (event.name !== 'exception') lines.push(`${event.name} ${readableJson(event.attributes)}`);
  for (const tool of newTools(toolDefinitions, seenTools)) lines.push(`${tool.name} ${tool.description ?? ''} ${tool.schema === null ? '' : readableJson(tool.schema)}`);
  return lines.join('\n');
}

/** Calls of one agent are offered the same list again and again. */
function newTools(offered: readonly ToolDefinition[] | null, seen: Set<unknown>): readonly ToolDefinition[] {
  if (offered === null || seen.has(offered)) return [];
  seen.add(offered);
  return offered.filter((tool) => {
    const key = `${tool.name}\n${tool.description}\n${JSON.stringify(tool.schema)}`;
    return !seen.has(key) && seen.add(key);
  });
}
