import type { Entry, ListNode, MapNode, ScalarNode, TreeNode } from './tree.ts';

/**
 * One item of a block list, a map of plain fields, read without the YAML library, which takes ten times as long. Undefined
 * where anything stands in it that is not simple: then the library reads it. What is read here, it reads alike.
 */
export function readItem(text: string): MapNode | undefined {
  return new ItemReader(text).read();
}

type Line = { readonly start: number; readonly indent: number; readonly end: number; readonly next: number };

/** Thrown to leave the reading of an item that is not simple. */
const notSimple = new Error('This item is for the YAML library.');

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isInKey = (code: number): boolean => isLetter(code) || (code >= 48 && code <= 57) || code === 45;

/** Where a key that starts here ends, before its colon; -1 where none does. A letter comes first, then letters, digits and hyphens. */
function endOfKey(text: string, from: number): number {
  if (!isLetter(text.charCodeAt(from))) return -1;
  let at = from + 1;
  while (isInKey(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) !== 58) return -1;
  const behind = at + 1 < text.length ? text.charCodeAt(at + 1) : 10;
  return behind === 32 || behind === 10 ? at : -1;
}

const plainWord = /[A-Za-z_][\w./-]*(?: +[\w./-]+)*/y;
const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;
const decimal = /^(?:0|[1-9]\d{0,8})\.\d{1,6}$/;
const otherValue = /^(?:true|false|null)$/i;

class ItemReader {
  readonly #text: string;
  readonly #lines: Line[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): MapNode | undefined {
    // Other white space, line breaks and escapes are the library's.
    if (/[^\S\n ]|\\|\uFEFF/.test(this.#text)) return undefined;
    const commentsReach = this.#split();
    const [first, second] = this.#lines;
    if (!first || commentsReach > first.indent || this.#text[first.start] !== '-' || this.#text[first.start + 1] !== ' ' || (second && second.indent <= first.indent)) return undefined;
    try {
      const start = this.#skipSpaces(first.start + 1);
      const node = this.#map(start, first.indent + start - first.start);
      return this.#at === this.#lines.length ? node : undefined;
    } catch (error) {
      if (error === notSimple) return undefined;
      throw error;
    }
  }

  /** Gives the column of the comments behind the last line: such that belong to what ends there count into its range. */
  #split(): number {
    const text = this.#text;
    let comments = 0;
    for (let from = 0; from < text.length; ) {
      const newline = text.indexOf('\n', from);
      const next = newline < 0 ? text.length : newline + 1;
      let start = from;
      while (text.charCodeAt(start) === 32) start += 1;
      let end = newline < 0 ? text.length : newline;
      while (end > start && text.charCodeAt(end - 1) === 32) end -= 1;
      const indent = start - from;
      if (end > start && text[start] === '#') comments = Math.max(comments, indent);
      else if (end > start) {
        if (comments > indent) return Infinity;
        comments = 0;
        this.#lines.push({ start, indent, end, next });
      }
      from = next;
    }
    return comments;
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === 32) at += 1;
    return at;
  }

  get #line(): Line | undefined {
    return this.#lines[this.#at];
  }

  #isDash(line: Line): boolean {
    return this.#text[line.start] === '-' && this.#text[line.start + 1] === ' ';
  }

  /** What stands in lines of its own, from the present one on. */
  #block(line: Line): TreeNode {
    return this.#isDash(line) ? this.#list(line.start, line.indent) : this.#map(line.start, line.indent);
  }

  #list(start: number, column: number): ListNode {
    const items: TreeNode[] = [];
    let end = start;
    for (let line = this.#line; line && line.indent === column && this.#isDash(line); line = this.#line) {
      const from = this.#skipSpaces(line.start + 1);
      if (endOfKey(this.#text, from) > 0) {
        const item = this.#map(from, column + from - line.start);
        items.push(item);
        end = item.range.end;
      } else {
        items.push(this.#value(from, line.end));
        this.#at += 1;
        end = line.next;
      }
    }
    if (this.#line && this.#line.indent > column) throw notSimple;
    return { kind: 'list', range: { start, end }, flow: false, alias: false, items };
  }

  #map(start: number, column: number): MapNode {
    const entries: Entry[] = [];
    const byKey = new Map<string, Entry>();
    let from = start;
    let end = start;
    for (let line = this.#line; line; ) {
      const keyEnd = endOfKey(this.#text, from);
      const key = this.#text.slice(from, keyEnd);
      if (keyEnd < 0 || byKey.has(key) || otherValue.test(key)) throw notSimple;
      const keyRange = { start: from, end: keyEnd };
      const valueStart = this.#skipSpaces(keyRange.end + 1);
      this.#at += 1;
      let value: TreeNode;
      if (valueStart < line.end) {
        value = this.#value(valueStart, line.end);
        end = line.next;
      } else {
        const below = this.#line;
        if (!below || below.indent < column || (below.indent === column && !this.#isDash(below))) throw notSimple;
        value = this.#block(below);
        end = value.range.end;
      }
      const entry = { key, keyRange, value };
      entries.push(entry);
      byKey.set(key, entry);
      const next = this.#line;
      if (!next || next.indent < column) break;
      if (next.indent > column || this.#isDash(next)) throw notSimple;
      line = next;
      from = next.start;
    }
    return { kind: 'map', range: { start, end }, flow: false, alias: false, entries, byKey };
  }

  /** A value that ends with its line. */
  #value(start: number, end: number): TreeNode {
    const first = this.#text[start];
    if (first === '{' || first === '[') {
      const [node, after] = this.#flow(start, 0);
      if (after !== end) throw notSimple;
      return node;
    }
    if (first === '"' || first === "'") {
      const [node, after] = this.#quoted(start, first);
      if (after !== end) throw notSimple;
      return node;
    }
    const written = this.#text.slice(start, end);
    if (/: |:$| #/.test(written)) throw notSimple;
    return this.#plain(written, start, false);
  }

  #plain(written: string, start: number, flow: boolean): ScalarNode {
    const range = { start, end: start + written.length };
    const value = wholeNumber.test(written) || decimal.test(written) ? Number(written) : written === 'true' ? true : written === 'false' ? false : written;
    if (typeof value === 'string' && (!/^[A-Za-z]/.test(written) || otherValue.test(written) || (flow && /[^\w ./-]/.test(written)))) throw notSimple;
    return { kind: 'scalar', range, flow: false, alias: false, value, style: 'plain' };
  }

  #quoted(start: number, quote: string): readonly [ScalarNode, number] {
    const close = this.#text.indexOf(quote, start + 1);
    const value = this.#text.slice(start + 1, close);
    if (close < 0 || value.includes('\n') || this.#text[close + 1] === quote) throw notSimple;
    return [{ kind: 'scalar', range: { start, end: close + 1 }, flow: false, alias: false, value, style: quote === '"' ? 'double' : 'single' }, close + 1];
  }

  /** Brackets that close on their line. */
  #flow(start: number, depth: number): readonly [TreeNode, number] {
    if (depth > 20) throw notSimple;
    const first = this.#text[start];
    if (first === '"' || first === "'") return this.#quoted(start, first);
    if (first === '[') return this.#flowList(start, depth);
    if (first === '{') return this.#flowMap(start, depth);
    plainWord.lastIndex = start;
    const word = plainWord.exec(this.#text)?.[0] ?? /^[\d.]+/.exec(this.#text.slice(start, start + 20))?.[0];
    if (word === undefined) throw notSimple;
    return [this.#plain(word, start, true), start + word.length];
  }

  #flowList(start: number, depth: number): readonly [ListNode, number] {
    const items: TreeNode[] = [];
    let at = this.#skipSpaces(start + 1);
    while (this.#text[at] !== ']') {
      const [item, after] = this.#flow(at, depth + 1);
      items.push(item);
      at = this.#behind(after, ']');
    }
    return [{ kind: 'list', range: { start, end: at + 1 }, flow: true, alias: false, items }, at + 1];
  }

  #flowMap(start: number, depth: number): readonly [MapNode, number] {
    const entries: Entry[] = [];
    const byKey = new Map<string, Entry>();
    let at = this.#skipSpaces(start + 1);
    while (this.#text[at] !== '}') {
      const key = /^[A-Za-z_$][\w$-]*(?=: )/.exec(this.#text.slice(at, at + 100))?.[0];
      if (key === undefined || byKey.has(key) || otherValue.test(key)) throw notSimple;
      const keyRange = { start: at, end: at + key.length };
      const [value, after] = this.#flow(this.#skipSpaces(keyRange.end + 1), depth + 1);
      const entry = { key, keyRange, value };
      entries.push(entry);
      byKey.set(key, entry);
      at = this.#behind(after, '}');
    }
    return [{ kind: 'map', range: { start, end: at + 1 }, flow: true, alias: false, entries, byKey }, at + 1];
  }

  /** The place of the next item, or of the bracket that closes. */
  #behind(after: number, close: string): number {
    const at = this.#skipSpaces(after);
    if (this.#text[at] === close) return at;
    if (this.#text[at] !== ',') throw notSimple;
    const next = this.#skipSpaces(at + 1);
    // Two commas, or one before the bracket.
    if (this.#text[next] === ',' || this.#text[next] === close) throw notSimple;
    return next;
  }
}
