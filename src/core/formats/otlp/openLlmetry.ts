import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { SpanKind } from '../../model/span.ts';
import { lookUp, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { keepText, readEach } from './attributeReaders.ts';
import type { Dialect, Draft } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';
import { fillFrom } from './secondReading.ts';

const kinds: Readonly<Record<string, SpanKind>> = { workflow: 'agent', agent: 'agent', tool: 'tool', task: 'other' };

const readers: AttributeReaders = {
  'traceloop.span.kind': (value, draft, _context, key) => {
    const kind = lookUp(kinds, wordOf(value).toLowerCase()) ?? 'other';
    // A workflow inside another is one of its steps.
    draft.kind = value === 'workflow' && !draft.isRoot ? 'other' : kind;
    if (draft.kind === 'other') draft.attributes[key] = value;
  },
  'traceloop.workflow.name': keepText((draft, name) => { draft.traceName = name; }),
};

const users = ['user_id', 'userId', 'user'];
const sessions = ['session_id', 'sessionId', 'thread_id', 'chat_id', 'conversation_id'];
const property = 'traceloop.association.properties.';
const keys = { input: 'traceloop.entity.input', output: 'traceloop.entity.output' } as const;

/** OpenLLMetry (Traceloop): its workflow spans; the model calls below them speak the GenAI attributes of their time. */
export const openLlmetry: Dialect = {
  id: 'openllmetry',
  read(attributes, draft, context) {
    const io: { input?: Json; output?: Json } = {};
    let entity: string | null = null;
    const rest = readEach(attributes, draft, context, readers, (key, value) => {
      if (key === keys.input) io.input = value;
      else if (key === keys.output) io.output = value;
      else if (key === 'traceloop.entity.name') entity = textOf(value);
      else if (key.startsWith(property)) readProperty(key.slice(property.length), value, draft);
      else return false;
      return true;
    });
    if (rest.size > 0) fillFrom(rest, draft, context);
    if (entity !== null) {
      if (draft.kind === 'tool') draft.tool.name ??= entity;
      else if (draft.kind === 'agent') draft.agent ??= entity;
      else draft.attributes['traceloop.entity.name'] = entity;
    }
    readInputOutput({ input: draft.kind === 'tool' ? argumentsOf(io.input) : givenTo(io.input), output: outputOf(io.output) }, draft, keys);
  },
};

function readProperty(name: string, value: Json, draft: Draft): void {
  const text = textOf(value);
  if (text !== null && users.includes(name)) draft.userId ??= text;
  else if (text !== null && sessions.includes(name)) draft.sessionId ??= text;
  else setKey(draft.metadata, name, value);
}

/** A decorated function's arguments are `{args, kwargs}`; LangChain's tools add `inputs` to a text. */
function argumentsOf(input: Json | undefined): Json | undefined {
  const given = input === undefined ? undefined : unwrapJson(input);
  if (!isJsonMap(given)) return input;
  if (isJsonMap(given['inputs'])) return given['inputs'];
  if (!Array.isArray(given['args']) || !('kwargs' in given)) return input;
  const list = given['args'] as readonly Json[];
  if (list.length === 0) return given['kwargs'];
  return list.length === 1 && isJsonMap(list[0]) && isJsonMap(given['kwargs']) ? { ...list[0], ...given['kwargs'] } : given;
}

/** What a workflow was asked: its one argument, or what LangChain passed it. */
function givenTo(input: Json | undefined): Json | undefined {
  const given = input === undefined ? undefined : unwrapJson(input);
  if (!isJsonMap(given)) return input;
  if (isJsonMap(given['inputs'])) return given['inputs'];
  if (!Array.isArray(given['args']) || !isJsonMap(given['kwargs'])) return input;
  const list = given['args'] as readonly Json[];
  const named = Object.keys(given['kwargs']).length;
  return list.length === 1 && named === 0 ? list[0] : list.length === 0 && named > 0 ? given['kwargs'] : input;
}

function outputOf(output: Json | undefined): Json | undefined {
  const given = output === undefined ? undefined : unwrapJson(output);
  if (!isJsonMap(given)) return output;
  if ('outputs' in given && isJsonMap(given['kwargs'])) return given['outputs'];
  return 'output' in given && isJsonMap(given['kwargs']) ? given['output'] : output;
}
