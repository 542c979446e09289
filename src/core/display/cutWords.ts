import type { StepDetail } from '../model/trajectory.ts';
import { documentTitle } from './documentTitle.ts';

export type Cut = StepDetail['cuts'][number];
type Keys = readonly (string | number)[];

/** The keys that the path of a cut stands for (`thread.items[3].call.result`), as far as they lead into the step. */
export function keysOf(detail: StepDetail, path: string): Keys {
  const keys: (string | number)[] = [];
  let rest = path;
  let value: unknown = detail;
  while (rest !== '' && typeof value === 'object' && value !== null) {
    const names = Array.isArray(value) ? [/^\[(\d+)\]/u.exec(rest)?.[1]].filter((each) => each !== undefined) : Object.keys(value).filter((each) => rest.startsWith(each) && /^(?:$|[.[])/u.test(rest.slice(each.length)));
    // A key may hold dots itself.
    const name = names.reduce((longest: string | undefined, each) => (longest === undefined || each.length > longest.length ? each : longest), undefined);
    if (name === undefined) break;
    const key = Array.isArray(value) ? Number(name) : name;
    keys.push(key);
    rest = rest.slice(Array.isArray(value) ? name.length + 2 : name.length).replace(/^\./u, '');
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return keys;
}

const roleWords = { system: 'the system prompt', user: 'a user message', assistant: 'an answer of the model', tool: 'a tool message' } as const;
const callWords: Readonly<Record<string, string>> = { result: 'the result', arguments: 'the arguments', argumentsText: 'the arguments' };

/** What was cut, as a reader would call it: `the result of Read, step 6`. */
export function cutWords(detail: StepDetail, path: string): string {
  const [place, first, second, third, ...more] = keysOf(detail, path);
  const at = (n: number | null | undefined): string => (n === null || n === undefined || n === detail.n ? '' : `, step ${n}`);
  if (place === 'thread' && first === 'items' && typeof second === 'number') {
    const item = detail.thread?.items[second];
    if (item?.type === 'message') return `${roleWords[item.message.role]}${at(item.step)}`;
    if (item?.type === 'call' && third === 'call') return `${callWords[String(more[0])] ?? 'the call'} of ${item.call.name}${inside(more.slice(1))}${at(item.call.step)}`;
  }
  if (place === 'calls' && typeof first === 'number') {
    const call = detail.calls[first];
    if (call) return `${callWords[String(second)] ?? 'the call'} of ${call.name}${inside([third, ...more])}${at(call.step)}`;
  }
  if (place === 'documents' && typeof first === 'number') {
    const document = detail.documents[first];
    if (document) return `document ${documentTitle(document, first + 1)}`;
  }
  if (place === 'span') {
    if (first === 'attributes' && typeof second === 'string') return `the attribute ${second}`;
    if ((first === 'input' || first === 'output') && typeof second === 'number') {
      const message = detail.span[first][second];
      if (message) return `${roleWords[message.role]}, message ${second + 1} of the ${first}`;
    }
    if (first === 'tool') return `${callWords[String(second)] ?? 'the call'} of ${detail.span.tool?.name ?? 'the tool'}${inside([third, ...more])}`;
    if (first === 'documents' && typeof second === 'number') {
      const document = detail.span.documents[second];
      if (document) return `document ${documentTitle(document, second + 1)}`;
    }
    if (first === 'events') return 'an event of the step';
    if (first === 'toolDefinitions') return 'a tool that was offered';
  }
  return 'a text of the step';
}

/** Names of the fields on the way, without the places in lists. */
function inside(keys: readonly (string | number | undefined)[]): string {
  const names = keys.filter((key) => typeof key === 'string');
  return names.length === 0 ? '' : `, ${names.slice(0, 3).join(', ')}`;
}
