import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { TextEdit } from '../model/problem.ts';
import { lineEndingOf } from '../support/lineEnding.ts';
import { afterKey, inPlace, keyText } from './yamlPrint.ts';
import type { PrintStyle } from './yamlPrint.ts';
import type { Entry, ListNode, MapNode, TreeNode } from './tree.ts';
import { toJson } from './tree.ts';

/** Smallest changes to YAML or JSON text, by the places of its nodes. Every other byte stays: comments, order, quotes. */
export class YamlEdit {
  readonly edits: TextEdit[] = [];
  readonly #text: string;
  readonly #json: boolean;
  readonly #eol: string;

  constructor(text: string, json: boolean) {
    this.#text = text;
    this.#json = json;
    this.#eol = lineEndingOf(text);
  }

  /** Makes the value of an entry equal to `value`, touching only what differs. */
  setEntry(map: MapNode, entry: Entry, value: Json): void {
    if (this.#changeInside(entry.value, value)) return;
    const { value: old } = entry;
    const flow = map.flow;
    const style = this.#styleFor(value, flow, old);
    const indent = flow ? this.#lineIndent(entry.keyRange.start) : this.#column(entry.keyRange.start);
    const start = this.#afterColon(entry);
    const end = Math.max(this.#end(old), start);
    if (isBlockCollection(old) && typeof value === 'object' && value !== null && !isEmptyCollection(value)) {
      this.#edit(old.range.start, end, inPlace(value, this.#column(old.range.start), style));
      return;
    }
    const text = afterKey(value, indent, style);
    const between = this.#text.slice(start, Math.max(start, old.range.start));
    // An anchor, a tag or a comment between key and value stays, and so does what aligns values.
    const stays = /\S/.test(between) || (/^[ \t]+$/.test(between) && !text.startsWith(this.#eol));
    if (stays) this.#edit(old.range.start, end, text.trimStart());
    else this.#edit(start, end, text);
  }

  /** Puts a new key behind `after`, or first where that is null. */
  insert(map: MapNode, after: Entry | null, key: string, value: Json): void {
    const first = map.entries[0];
    if (map.flow) {
      const style = this.#style(true);
      const many = this.#spansLines(map);
      const indent = many ? this.#lineIndent(after ? after.keyRange.start : (first?.keyRange.start ?? map.range.start)) : '';
      const text = `${keyText(key, style)}:${afterKey(value, indent, style)}`;
      if (after) this.#edit(this.#entryEnd(after), this.#entryEnd(after), many ? `,${this.#eol}${indent}${text}` : `, ${text}`);
      else if (first) this.#edit(first.keyRange.start, first.keyRange.start, many ? `${text},${this.#eol}${indent}` : `${text}, `);
      else this.#edit(map.range.start + 1, this.#text.slice(map.range.start + 1, map.range.end - 1).trim() === '' ? map.range.end - 1 : map.range.start + 1, text);
      return;
    }
    const style = this.#style(false);
    const indent = this.#column(first?.keyRange.start ?? map.range.start);
    const text = `${keyText(key, style)}:${afterKey(value, indent, style)}`;
    if (after) {
      const at = this.#lineEnd(this.#entryEnd(after));
      if (at > 0 && this.#text[at - 1] === '\n') this.#edit(at, at, `${indent}${text}${this.#eol}`);
      else this.#edit(at, at, `${this.#eol}${indent}${text}`);
    } else {
      const at = first?.keyRange.start ?? map.range.start;
      this.#edit(at, at, `${text}${this.#eol}${indent}`);
    }
  }

  /** Puts a value at the end of a list. */
  append(list: ListNode, value: Json): void {
    const last = list.items.at(-1);
    const style = this.#style(list.flow);
    if (list.flow) {
      const many = this.#spansLines(list);
      const indent = last && many ? this.#lineIndent(last.range.start) : '';
      const text = inPlace(value, indent, style);
      if (!last) this.#edit(list.range.start + 1, list.range.end - 1, text);
      else this.#edit(this.#end(last), this.#end(last), many ? `,${this.#eol}${indent}${text}` : `, ${text}`);
      return;
    }
    const indent = this.#column(list.range.start);
    const at = this.#lineEnd(last ? this.#end(last) : list.range.end);
    const text = `${indent}- ${inPlace(value, `${indent}  `, style)}`;
    if (at > 0 && this.#text[at - 1] === '\n') this.#edit(at, at, `${text}${this.#eol}`);
    else this.#edit(at, at, `${this.#eol}${text}`);
  }

  setItem(list: ListNode, index: number, value: Json): void {
    const old = list.items[index];
    if (!old || this.#changeInside(old, value)) return;
    const style = this.#styleFor(value, list.flow, old);
    this.#edit(old.range.start, Math.max(this.#end(old), old.range.start), inPlace(value, this.#column(old.range.start), style));
  }

  removeEntry(map: MapNode, entry: Entry): void {
    const index = map.entries.indexOf(entry);
    if (map.entries.length === 1) this.#empty(map, '{}');
    else if (map.flow) this.#removeFromFlow(map.entries.map((each) => ({ start: each.keyRange.start, end: this.#entryEnd(each) })), index);
    else {
      const next = map.entries[index + 1];
      this.#removeLines(entry.keyRange.start, this.#entryEnd(entry), next?.keyRange.start);
    }
  }

  removeItem(list: ListNode, index: number): void {
    const item = list.items[index];
    if (!item) return;
    if (list.items.length === 1) this.#empty(list, '[]');
    else if (list.flow) this.#removeFromFlow(list.items.map((each) => ({ start: each.range.start, end: this.#end(each) })), index);
    else {
      const next = list.items[index + 1];
      this.#removeLines(this.#dashOf(list, item), this.#end(item), next ? this.#dashOf(list, next) : undefined);
    }
  }

  /** True when the change could be made without replacing the node as a whole. */
  #changeInside(old: TreeNode, value: Json): boolean {
    if (old.alias) return isSame(toJson(old), value);
    if (old.kind === 'scalar') return old.range.start < old.range.end && Object.is(old.value, value);
    if (old.kind === 'list') {
      if (!Array.isArray(value) || value.length !== old.items.length || value.length === 0) return false;
      for (const [index, item] of (value as readonly Json[]).entries()) this.setItem(old, index, item);
      return true;
    }
    if (!isJsonMap(value)) return false;
    const gone = old.entries.filter((entry) => !Object.hasOwn(value, entry.key));
    const added = Object.keys(value).filter((key) => !old.byKey.has(key));
    if (gone.length >= old.entries.length || gone.length + added.length > 1) return isSame(toJson(old), value);
    for (const entry of old.entries) if (Object.hasOwn(value, entry.key)) this.setEntry(old, entry, value[entry.key] as Json);
    for (const entry of gone) this.removeEntry(old, entry);
    for (const key of added) this.insert(old, old.entries.at(-1) ?? null, key, value[key] as Json);
    return true;
  }

  #empty(node: MapNode | ListNode, text: string): void {
    this.#edit(node.range.start, this.#end(node), text);
  }

  #removeFromFlow(spans: readonly { start: number; end: number }[], index: number): void {
    const span = spans[index];
    if (!span) return;
    const comma = this.#commaAfter(span.end);
    if (comma !== undefined) {
      let end = comma + 1;
      while (this.#text[end] === ' ' || this.#text[end] === '\t') end += 1;
      const lineStart = this.#lineStart(span.start);
      const alone = this.#text.slice(lineStart, span.start).trim() === '' && /[\r\n]/.test(this.#text[end] ?? '');
      if (alone) this.#edit(lineStart, this.#lineEnd(end), '');
      else this.#edit(span.start, end, '');
      return;
    }
    const before = spans[index - 1];
    const commaBefore = before && this.#commaAfter(before.end);
    if (commaBefore !== undefined) this.#edit(commaBefore, commaBefore + 1, '');
    let start = span.start;
    while (start > 0 && /\s/.test(this.#text[start - 1] ?? '')) start -= 1;
    if (commaBefore !== undefined && start < commaBefore + 1) start = commaBefore + 1;
    // A comment between the comma and the entry ends with its line.
    const keepsComment = this.#text.slice(this.#lineStart(start), start).includes('#');
    this.#edit(keepsComment ? span.start : start, span.end, '');
  }

  /** `next` is where the following entry starts, for one that shares its line with a dash. */
  #removeLines(start: number, contentEnd: number, next: number | undefined): void {
    const lineStart = this.#lineStart(start);
    const end = this.#lineEnd(contentEnd);
    if (this.#text.slice(lineStart, start).trim() === '') {
      if (end === this.#text.length && this.#text[end - 1] !== '\n') this.#edit(Math.max(0, this.#beforeBreak(lineStart)), end, '');
      else this.#edit(lineStart, end, '');
      return;
    }
    const between = next === undefined ? '' : this.#text.slice(end, next);
    if (next !== undefined && between.trim() === '') this.#edit(start, next, '');
    else this.#edit(start, contentEnd, '');
  }

  #dashOf(list: ListNode, item: TreeNode): number {
    const column = list.range.start - this.#lineStart(list.range.start);
    for (let line = this.#lineStart(item.range.start); ; line = this.#lineStart(line - 1)) {
      if (this.#text[line + column] === '-' && line + column <= item.range.start) return line + column;
      if (line <= list.range.start) return list.range.start;
    }
  }

  #style(flow: boolean, old?: TreeNode): PrintStyle {
    const quotes = old?.kind === 'scalar' && !old.alias ? old.style : undefined;
    return { form: this.#json ? 'json' : flow ? 'flow' : 'block', quotes, eol: this.#eol };
  }

  /** A text of several lines cannot take lines of its own where a comment follows on this one. */
  #styleFor(value: Json, flow: boolean, old: TreeNode): PrintStyle {
    const style = this.#style(flow, old);
    const end = this.#end(old);
    const rest = this.#text.slice(end, this.#lineEnd(end)).trim();
    return typeof value === 'string' && value.includes('\n') && rest !== '' ? { ...style, quotes: 'double' } : style;
  }

  #edit(start: number, end: number, text: string): void {
    if (this.#text.slice(start, end) !== text) this.edits.push({ range: { start, end }, text });
  }

  /** Where the written value ends: the last character that belongs to it, not the blank lines behind it. */
  #end(node: TreeNode): number {
    if (node.alias || (node.kind !== 'scalar' && node.flow)) return node.range.end;
    if (node.kind === 'map') {
      const last = node.entries.at(-1);
      return last ? this.#entryEnd(last) : node.range.end;
    }
    if (node.kind === 'list') {
      const last = node.items.at(-1);
      return last ? Math.max(this.#end(last), node.range.start + 1) : node.range.end;
    }
    if (node.style !== 'block') return node.range.end;
    return this.#beforeBreak(node.range.end);
  }

  #entryEnd(entry: Entry): number {
    return Math.max(this.#end(entry.value), this.#afterColon(entry));
  }

  /** Behind the colon of a key; behind the key where it has none, as in `{a, b}`. */
  #afterColon(entry: Entry): number {
    let at = entry.keyRange.end;
    while (/[ \t\r\n]/.test(this.#text[at] ?? '')) at += 1;
    return this.#text[at] === ':' ? at + 1 : entry.keyRange.end;
  }

  #commaAfter(from: number): number | undefined {
    let at = from;
    for (;;) {
      while (/\s/.test(this.#text[at] ?? '')) at += 1;
      if (this.#text[at] !== '#') break;
      at = this.#lineEnd(at);
    }
    return this.#text[at] === ',' ? at : undefined;
  }

  #lineStart(at: number): number {
    return this.#text.lastIndexOf('\n', Math.max(0, at - 1)) + (at === 0 && this.#text[0] === '\n' ? 0 : 1);
  }

  /** Behind the line break, or the end of the text. */
  #lineEnd(at: number): number {
    const newline = this.#text.indexOf('\n', at);
    return newline < 0 ? this.#text.length : newline + 1;
  }

  #beforeBreak(at: number): number {
    if (this.#text[at - 1] !== '\n') return at;
    return this.#text[at - 2] === '\r' ? at - 2 : at - 1;
  }

  #lineIndent(at: number): string {
    return /^[ \t]*/.exec(this.#text.slice(this.#lineStart(at), at))?.[0] ?? '';
  }

  /** As many spaces as there are characters before this place in its line. */
  #column(at: number): string {
    return ' '.repeat(at - this.#lineStart(at));
  }

  #spansLines(node: MapNode | ListNode): boolean {
    const first = node.kind === 'map' ? node.entries[0]?.keyRange.start : node.items[0]?.range.start;
    return first !== undefined && this.#text.slice(node.range.start, first).includes('\n');
  }
}

const isBlockCollection = (node: TreeNode): boolean => node.kind !== 'scalar' && !node.flow && !node.alias;
const isEmptyCollection = (value: Json): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function isSame(left: Json, right: Json): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && (left as readonly Json[]).every((item, index) => isSame(item, (right as readonly Json[])[index] as Json));
  if (!isJsonMap(left) || !isJsonMap(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] as Json, right[key] as Json));
}
