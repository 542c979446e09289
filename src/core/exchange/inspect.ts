import { groundTruthOf } from '../cases/readings.ts';
import { idPattern } from '../model/evalCase.ts';
import type { EvalCase } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { ofPeer } from './account.ts';
import { firstMaps, listIn } from './documents.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import type { Peer } from './peer.ts';
import { printAs } from './printCases.ts';
import { rowItems } from './rowItems.ts';
import { readMessages } from './rows.ts';
import { asAsked } from './templates.ts';

/** What a sample may carry that a case has no field for: it decides what the sample means, so it is kept where a person sees it. */
const settings = ['choices', 'sandbox', 'files', 'setup'] as const;
const isSetting = (raw: Json): raw is JsonMap => isJsonMap(raw) && Object.keys(raw).length === 1 && settings.some((key) => Object.hasOwn(raw, key));

/** Samples of Inspect, as its readers of JSON and JSON lines take them. */
export const inspect: Peer = {
  id: 'inspect',
  title: 'Inspect samples',
  calls: 'sample',
  extensions: ['.jsonl', '.json'],

  detect(document) {
    const samples = firstMaps(listIn(document, [])?.list ?? [document.root]);
    const key = ['target', ...settings].find((each) => samples.some((sample) => Object.hasOwn(sample, 'input') && Object.hasOwn(sample, each)));
    return key === undefined ? undefined : `its samples have input and ${key}`;
  },

  items(document) {
    const found = rowItems(document, listIn(document, []), 'sample');
    return { ...found, items: found.items.map((item) => (typeof item.value['id'] === 'string' || typeof item.value['id'] === 'number' ? { ...item, name: String(item.value['id']) } : item)) };
  },

  read({ value: { id, input, target, choices, metadata, ...others } }) {
    const all = { ...others, ...(choices === undefined ? {} : { choices }) };
    return {
      case: {
        ...(typeof id === 'string' && idPattern.test(id) ? { id } : {}), ...readSampleInput(input), ...readTarget(target, choices), ...readMetadata(metadata, ['title', 'vars', 'expectedTool', 'source']),
      },
      foreign: settings.flatMap((key) => {
        const value = (all as JsonMap)[key];
        return value === undefined || value === null ? [] : [{ [key]: value }];
      }),
    };
  },

  write(value) {
    const { id, query, messages, title, vars, expectedTool, source } = value;
    const target = writeTarget(value);
    const beside = Object.fromEntries(Object.entries({ title, vars, expectedTool, source }).filter((entry): entry is [string, Json] => entry[1] !== undefined));
    const metadata = writeMetadata(value, 'inspect', beside);
    return {
      id: id ?? null,
      input: Array.isArray(messages) ? (messages as readonly Json[]).map(writeMessage) : typeof query === 'string' ? asAsked(query, vars) : '',
      ...(target === undefined ? {} : { target }),
      ...Object.fromEntries(ofPeer(value, 'inspect').filter(isSetting).flatMap((raw) => Object.entries(raw))),
      ...(metadata === undefined ? {} : { metadata }),
    };
  },

  print: (items, _suite, extension) => printAs(extension, items, items),
};

function readSampleInput(input: Json | undefined): JsonMap {
  if (typeof input === 'string') return input === '' ? {} : { query: input };
  const messages = readMessages(input);
  return messages ? { messages } : {};
}

/** A list is several right answers. Where there are choices, the target is the letter of one: the answer is what stands there. */
function readTarget(target: Json | undefined, choices: Json | undefined): JsonMap {
  const answers = (Array.isArray(target) ? (target as readonly Json[]) : [target ?? '']).filter((each) => each !== '');
  const listed = Array.isArray(choices) ? (choices as readonly Json[]) : [];
  const said = listed.length === 0 ? answers : answers.map((letter) => (typeof letter === 'string' && /^[A-Z]$/.test(letter) ? listed[(letter.codePointAt(0) ?? 0) - 65] : undefined) ?? letter);
  const [first, ...others] = said;
  if (first === undefined) return {};
  return { groundTruth: first, ...(others.length === 0 ? {} : { answer: { accept: others } }) };
}

/** What a scorer of Inspect compares with: texts. Statements for a judge where nothing is known to be true. */
function writeTarget(value: JsonMap): Json | undefined {
  const answer = isJsonMap(value['answer']) ? value['answer'] : {};
  const truth = answer['value'] ?? groundTruthOf(value as unknown as EvalCase)?.value;
  const accept = Array.isArray(answer['accept']) ? (answer['accept'] as readonly Json[]) : [];
  const texts = [...(truth === undefined ? [] : [truth]), ...accept].map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  if (texts.length > 0) return texts.length === 1 ? (texts[0] ?? '') : texts;
  const { expectedBehavior } = value;
  const statements = (Array.isArray(expectedBehavior) ? (expectedBehavior as readonly Json[]) : [expectedBehavior ?? '']).map(String).filter((each) => each !== '');
  return statements.length > 0 ? statements.join('\n') : undefined;
}

function writeMessage(message: Json): Json {
  if (!isJsonMap(message)) return message;
  const { toolCalls, toolCallId, ...rest } = message;
  return {
    ...rest,
    ...(Array.isArray(toolCalls) ? { tool_calls: (toolCalls as readonly Json[]).map(writeCall) } : {}),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  };
}

function writeCall(call: Json, index: number): Json {
  if (!isJsonMap(call)) return call;
  return { id: call['id'] ?? `call-${index + 1}`, function: call['name'] ?? '', arguments: call['args'] ?? {}, type: 'function' };
}
