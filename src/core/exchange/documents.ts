import { toJson, parseTree, weightOf } from '../cases/tree.ts';
import type { TreeNode } from '../cases/tree.ts';
import { fitsDepth } from '../formats/jsonText.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { UserError } from '../support/errors.ts';
import { positionAt } from '../support/positions.ts';
import type { ItemProblem } from './peer.ts';

/** A file of a peer as values: one document, or one value a line. */
export type ExchangeDocument = {
  readonly form: 'json' | 'lines' | 'yaml';
  /** The document; of lines, the list of their values. */
  readonly root: Json;
  /** Lines that are no JSON. */
  readonly problems: readonly ItemProblem[];
  /** Where an element of a list stands: the key of the list in the root, or null for the root itself. 1-based; null when unknown. */
  lineOf(list: string | null, index: number): number | null;
};

/** Read in one piece: longer files take more memory than an editor has. */
export const longestText = 50_000_000;
/** YAML takes some fifty times its length in memory. */
export const longestYaml = 5_000_000;
const deepest = 100;
/** Aliases may stand for this many nodes. */
const heaviest = 1_000_000;

const tooDeep = (): UserError => new UserError('too-deep', `The file nests values more than ${deepest} levels deep.`, 'No known tool writes such a file; check that it is the right one.');

/** Throws a UserError when the text is too long, nested too deep, or neither JSON, JSON lines nor YAML. */
export function readDocument(text: string): ExchangeDocument {
  if (text.length > longestText) throw new UserError('too-large', `The file has ${Math.round(text.length / 1e6)} million characters; ${longestText / 1e6} million is the most that is read at once.`, 'Split it, and import the parts.');
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '') throw new UserError('empty-file', 'The file is empty.', 'Check that it is the right one.');
  const looksLikeJson = /^\s*[[{]/.test(plain);
  if (looksLikeJson) {
    const whole = parse(plain);
    if (whole !== undefined) {
      if (!fitsDepth(whole.value, deepest)) throw tooDeep();
      // A file of one line is a list of one.
      return { form: 'json', root: whole.value, problems: [], lineOf: () => null };
    }
    const lines = readLines(plain);
    if (lines) return lines;
  }
  if (plain.length > longestYaml) throw new UserError('too-large', `The file is no JSON, and as YAML it is too long: ${Math.round(plain.length / 1e6)} million characters; ${longestYaml / 1e6} million is the most.`, 'Save it as JSON, or split it.');
  return readYaml(plain);
}

function parse(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

/** Undefined where hardly a line is JSON. */
function readLines(text: string): ExchangeDocument | undefined {
  const values: Json[] = [];
  const lines: number[] = [];
  const problems: ItemProblem[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const read = parse(line);
    if (read === undefined) problems.push({ place: `line ${index + 1}`, line: index + 1, message: 'This line is no JSON.' });
    else if (!fitsDepth(read.value, deepest)) problems.push({ place: `line ${index + 1}`, line: index + 1, message: `This line nests values more than ${deepest} levels deep.` });
    else {
      values.push(read.value);
      lines.push(index + 1);
    }
  });
  if (!values.some(isJsonMap) || values.length < problems.length) return undefined;
  return { form: 'lines', root: values, problems, lineOf: (list, index) => (list === null ? (lines[index] ?? null) : null) };
}

function readYaml(text: string): ExchangeDocument {
  const documents = parseTree(text);
  const [broken] = documents.flatMap((document) => document.problems.filter((problem) => problem.kind === 'syntax'));
  if (broken) throw new UserError('not-readable', `The file is neither JSON nor YAML: line ${positionAt(text, broken.range.start).line}: ${broken.message}`, 'Mend it there, or check that it is the right file.');
  const roots = documents.flatMap(({ root }) => root ?? []);
  if (roots.some((root) => weightOf(root) > heaviest)) throw new UserError('too-large', `Aliases of the file stand for more than ${heaviest.toLocaleString('en')} values.`, 'Write them out, or import a part of the file.');
  const [first] = roots;
  const values = roots.map((root) => toJson(root));
  if (!values.every((value) => fitsDepth(value, deepest))) throw tooDeep();
  const listOf = (list: string | null): TreeNode | undefined => (list === null ? first : first?.kind === 'map' ? first.byKey.get(list)?.value : undefined);
  return {
    form: 'yaml', root: values.length > 1 ? values : (values[0] ?? null), problems: [],
    lineOf(list, index) {
      if (list === null && roots.length > 1) return lineAt(text, roots[index]);
      const node = listOf(list);
      return node?.kind === 'list' ? lineAt(text, node.items[index]) : null;
    },
  };
}

const lineAt = (text: string, node: TreeNode | undefined): number | null => (node ? positionAt(text, node.range.start).line : null);

/** The items of a document that is a list, has one under a key, or is one item itself. */
export function listIn(document: ExchangeDocument, keys: readonly string[]): { readonly list: readonly Json[]; readonly key: string | null } | undefined {
  const { root } = document;
  if (Array.isArray(root)) return { list: root as readonly Json[], key: null };
  if (!isJsonMap(root)) return undefined;
  const key = keys.find((each) => Object.hasOwn(root, each) && Array.isArray(root[each]));
  return key === undefined ? undefined : { list: root[key] as readonly Json[], key };
}

/** The first maps, which tell a format. */
export function firstMaps(list: readonly Json[]): readonly JsonMap[] {
  return list.slice(0, 20).filter(isJsonMap);
}
