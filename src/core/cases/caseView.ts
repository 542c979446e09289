import type { EvalCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { Fix, TextRange } from '../model/problem.ts';
import type { CasePath } from '../model/result.ts';
import { UserError } from '../support/errors.ts';
import { removeInNode, setInNode } from './edit.ts';
import type { ParsedCase } from './parse.ts';
import { keyPlaceOf } from './place.ts';
import { nodeAt } from './tree.ts';
import type { TreeNode } from './tree.ts';

/** One case as a rule sees it: its value, its places, and ways to mend it. */
export class CaseView {
  readonly parsed: ParsedCase;
  /** The well-formed fields. */
  readonly value: EvalCase;
  readonly text: string;
  readonly file: string;

  constructor(parsed: ParsedCase, value: EvalCase, text: string, file: string) {
    this.parsed = parsed;
    this.value = value;
    this.text = text;
    this.file = file;
  }

  /** False for what surrounds cases: a suite's own keys, and its defaults. */
  get isOneCase(): boolean {
    return this.parsed.readable !== null || this.parsed.issues.length > 0;
  }

  /** False when fields are malformed: then what is missing from `value` may only be unreadable. */
  get whole(): boolean {
    return this.parsed.value !== null;
  }

  /** Whether a top-level field is stated and well-formed, or not stated at all. */
  isReadable(field: keyof EvalCase): boolean {
    return !this.parsed.unreadable.has(field);
  }

  /** The node in the case, else in its defaults. */
  node(path: CasePath): TreeNode | undefined {
    return nodeAt(this.parsed.node, path) ?? (this.parsed.defaults ? nodeAt(this.parsed.defaults, path) : undefined);
  }

  placeOf(path: CasePath): TextRange {
    return this.parsed.rangeOf(path);
  }

  keyOf(path: CasePath): TextRange {
    return keyPlaceOf({ text: this.text, node: this.parsed.node, defaults: this.parsed.defaults }, path);
  }

  /** Where some words of a text stand; the whole text when escapes or line breaks hide them. */
  wordsAt(path: CasePath, words: string): TextRange {
    const node = this.node(path);
    const at = node ? this.text.slice(node.range.start, node.range.end).indexOf(words) : -1;
    return node && at >= 0 && words !== '' ? { start: node.range.start + at, end: node.range.start + at + words.length } : this.placeOf(path);
  }

  set(title: string, path: CasePath, value: Json): Fix[] {
    return this.#fix(title, () => setInNode(this.text, this.parsed, path, value));
  }

  remove(title: string, path: CasePath): Fix[] {
    return this.#fix(title, () => removeInNode(this.text, this.parsed, path));
  }

  replace(title: string, range: TextRange, text: string): Fix[] {
    return [{ title, edits: [{ range, text }] }];
  }

  /** Another name for the key at a path, written as the key is. */
  rename(title: string, path: CasePath, to: string): Fix[] {
    const range = this.keyOf(path);
    return this.replace(title, range, this.text.slice(range.start, range.end).replace(String(path.at(-1)), to));
  }

  prove(title: string): Fix[] {
    return this.#command(title, 'casebook.proveCase');
  }

  /** A person chooses the trace, so the editor asks. */
  link(title: string): Fix[] {
    return this.#command(title, 'casebook.linkTrace');
  }

  #command(title: string, command: string): Fix[] {
    return this.parsed.id === null ? [] : [{ title, command, arguments: [{ uri: this.file, caseId: this.parsed.id }] }];
  }

  /** No fix is better than one that would reach other places through an alias. */
  #fix(title: string, edit: () => ReturnType<typeof setInNode>): Fix[] {
    try {
      const edits = edit();
      return edits.length > 0 ? [{ title, edits }] : [];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  }
}
