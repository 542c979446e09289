import { hash } from 'node:crypto';
import type { Message } from '../core/model/message.ts';
import type { RecordPlace, Span, ToolDefinition } from '../core/model/span.ts';
import type { TraceHeader } from '../core/model/trace.ts';
import { createContentPool, messageFingerprint } from '../store/contentPool.ts';
import { cutMedia } from './cutMedia.ts';

/** Takes likely secrets out of a value; the same value comes back when there was none. */
export interface Redact {
  json<T>(value: T): T;
}

/** Shorter names are nobody's, and ids in hex are no secrets; digits alone may be the number of a card. */
const longestHarmlessName = 5;
const hexId = /^(?=[0-9-]*[a-f])[0-9a-f-]+$/;

/** An id or another name of an export, without a secret that may stand in it; different names stay different. */
export function cleanName(redact: Redact, name: string): string {
  if (name.length <= longestHarmlessName || hexId.test(name)) return name;
  const clean = redact.json(name);
  return clean === name ? name : `${clean}-${hash('sha256', name).slice(0, 12)}`;
}

export type Cleaner = {
  /**
   * @param place of the record the span was read from, where the reader did not say
   * @param media whether to look for inline pictures and sound
   */
  span(span: Span, place: RecordPlace, media: boolean): Span;
  header(header: Partial<TraceHeader>, media: boolean): Partial<TraceHeader>;
};

/**
 * Makes the spans of one trace fit to be stored: secrets replaced, inline pictures and sound reduced to kind, size and
 * hash. A model call repeats the whole history, so each distinct message is looked at once and shared from then on.
 * @param onCut called for each inline medium that was reduced
 */
export function createCleaner(redact: Redact, onCut: () => void): Cleaner {
  const messages = createContentPool<Message>(messageFingerprint);
  const tools = createContentPool<readonly ToolDefinition[]>((list) => list.map((each) => each.name).join(','));
  const cleaned = new Map<object, object>();
  const withMedia = <T>(value: T): T => redact.json(cutMedia(value, onCut));
  const withoutMedia = <T>(value: T): T => redact.json(value);

  const names = new Map<string, string>();
  function nameOf<T extends string | null>(name: T): T {
    if (name === null || name.length <= longestHarmlessName) return name;
    let clean = names.get(name);
    if (clean === undefined) names.set(name, clean = cleanName(redact, name));
    return clean as T;
  }

  function once<T extends object>(value: T, clean: <V>(value: V) => V): T {
    const known = cleaned.get(value);
    if (known !== undefined) return known as T;
    const result = clean(value);
    cleaned.set(value, result);
    return result;
  }

  /** Field by field, as the names are ours: a tool's result is the same object in its span and in the message that answers the call. */
  function fields<T extends object>(value: T, clean: <V>(value: V) => V): T {
    let copy: Record<string, unknown> | undefined;
    const record = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(record)) {
      const each = record[key];
      const result = typeof each !== 'object' || each === null ? clean(each) : key === 'parts' && Array.isArray(each) ? partsOf(each as Message['parts'], clean) : once(each, clean);
      if (result !== each) (copy ??= { ...record })[key] = result;
    }
    return (copy ?? value) as T;
  }

  function partsOf(parts: Message['parts'], clean: <V>(value: V) => V): Message['parts'] {
    const cleanParts: Message['parts'][number][] = [];
    let isSame = true;
    for (const part of parts) {
      const cleanPart = fields(part, clean);
      isSame &&= cleanPart === part;
      cleanParts.push(cleanPart);
    }
    return isSame ? parts : cleanParts;
  }

  function cleanMessage(message: Message, clean: <V>(value: V) => V): Message {
    const met = cleaned.get(message);
    if (met !== undefined) return met as Message;
    const member = messages.add(message);
    const result = (cleaned.get(member) as Message | undefined) ?? fields(member, clean);
    cleaned.set(member, result);
    cleaned.set(message, result);
    return result;
  }

  function cleanMessages(list: readonly Message[], clean: <V>(value: V) => V): readonly Message[] {
    if (list.length === 0) return list;
    const cleanList: Message[] = [];
    for (const message of list) cleanList.push(cleanMessage(message, clean));
    return cleanList;
  }

  return {
    header: (header, media) => (media ? withMedia : withoutMedia)(header),
    span(span, place, media) {
      const clean = media ? withMedia : withoutMedia;
      return {
        id: nameOf(span.id), parentId: nameOf(span.parentId), seq: span.seq, kind: span.kind, name: clean(span.name), startUs: span.startUs, endUs: span.endUs,
        status: span.status, statusMessage: span.statusMessage === null ? null : clean(span.statusMessage), synthetic: span.synthetic,
        model: nameOf(span.model), provider: nameOf(span.provider), usage: cleanUsage(span.usage, clean), cost: span.cost, counted: span.counted,
        finishReason: nameOf(span.finishReason),
        tool: span.tool && fields(span.tool, clean), toolDefinitions: span.toolDefinitions && once(tools.add(span.toolDefinitions), clean),
        input: cleanMessages(span.input, clean), output: cleanMessages(span.output, clean), documents: span.documents.length === 0 ? span.documents : clean(span.documents),
        attributes: clean(span.attributes), events: span.events.length === 0 ? span.events : clean(span.events),
        place: span.place ?? place,
      };
    },
  };
}

function cleanUsage(usage: Span['usage'], clean: <V>(value: V) => V): Span['usage'] {
  if (usage?.raw === undefined) return usage;
  const raw = clean(usage.raw);
  return raw === usage.raw ? usage : { ...usage, raw };
}
