import type { CasePath } from '../model/result.ts';
import type { StructureIssue } from './parse.ts';
import { oneOf } from './words.ts';

/** A zod issue in our words, with unions resolved to the branch that the writer most likely meant. */
export type PlainIssue =
  | { readonly kind: 'unknown'; readonly path: CasePath; readonly keys: readonly string[] }
  | { readonly kind: 'choice'; readonly path: CasePath; readonly choices: readonly unknown[] }
  | { readonly kind: 'size'; readonly path: CasePath; readonly words: string; readonly isShare: boolean }
  | { readonly kind: 'type'; readonly path: CasePath; readonly wants: readonly string[]; readonly words: string };

export function issuesInWords(issues: readonly StructureIssue[], under: CasePath = []): readonly PlainIssue[] {
  return issues.flatMap((issue) => inWords(issue, [...under, ...(issue.path as CasePath)]));
}

const typeNames: Readonly<Record<string, string>> = { string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a map', record: 'a map', null: 'null' };
const typeName = (expected: string): string => typeNames[expected] ?? expected;

function inWords(issue: StructureIssue, path: CasePath): readonly PlainIssue[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return [{ kind: 'unknown', path, keys: issue.keys }];
    case 'invalid_value':
      return [{ kind: 'choice', path, choices: issue.values }];
    case 'invalid_type':
      return [typed(path, [typeName(issue.expected)])];
    case 'too_small':
    case 'too_big':
      return [sized(issue, path)];
    case 'invalid_union':
      return 'options' in issue && issue.options ? [{ kind: 'choice', path, choices: issue.options }] : union(issue.errors, path);
    case 'invalid_format':
      return [{ kind: 'size', path, words: issue.format === 'regex' ? 'has characters that it may not have' : `is not a valid ${issue.format}`, isShare: false }];
    default:
      return [{ kind: 'size', path, words: 'is not valid here', isShare: false }];
  }
}

const typed = (path: CasePath, wants: readonly string[]): PlainIssue => ({ kind: 'type', path, wants, words: oneOf([...new Set(wants)]) });

function sized(issue: Extract<StructureIssue, { code: 'too_small' | 'too_big' }>, path: CasePath): PlainIssue {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const isShare = issue.origin === 'number' && (shares.has(String(path.at(-1))) || (issue.code === 'too_big' && limit === 1));
  if (isShare) return { kind: 'size', path, words: 'is a share: from 0 to 1', isShare };
  if (issue.origin === 'string') return { kind: 'size', path, words: 'is empty', isShare };
  if (issue.origin === 'array') return { kind: 'size', path, words: `needs at least ${limit === 1 ? 'one item' : `${String(limit)} items`}`, isShare };
  const words = issue.code === 'too_small' ? (issue.inclusive === false ? `must be more than ${String(limit)}` : `must be ${String(limit)} or more`) : `must be ${String(limit)} or less`;
  return { kind: 'size', path, words, isShare };
}

/** Fields whose schema is a share; below 0 they look like any number that must not be negative. */
const shares: ReadonlySet<string> = new Set(['min', 'minConsistency', 'maxSpread', 'minRecall', 'minPrecision', 'minGrounded', 'maxEditRatio', 'confidence']);

/** A branch that refuses the value as such was not meant. Where all do, the types they want are listed. */
function union(branches: readonly (readonly StructureIssue[])[], path: CasePath): readonly PlainIssue[] {
  const refused = (branch: readonly StructureIssue[]): boolean => branch.some((issue) => issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union'));
  const meant = branches.filter((branch) => !refused(branch));
  const best = meant.toSorted((a, b) => cost(a) - cost(b))[0];
  if (best) return issuesInWords(best, path);
  const wants = branches.flatMap((branch) => branch.flatMap((issue) => (issue.path.length > 0 ? [] : issue.code === 'invalid_type' ? [typeName(issue.expected)] : issue.code === 'invalid_value' ? issue.values.map(String) : issue.code === 'invalid_union' ? ['another value'] : [])));
  return [typed(path, wants)];
}

/** Keys that are not known weigh more than keys that are missing: the writer named what is there. */
const cost = (branch: readonly StructureIssue[]): number => branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length * 3 : 1), 0);

/** The first issue of a value that is no file of the user's, in a few words: `trial.calls must be a list`. */
export function firstIssueInWords(issues: readonly StructureIssue[]): string {
  const [first] = issuesInWords(issues);
  if (!first) return 'is not as expected';
  const name = first.path.length === 0 ? 'it' : first.path.join('.');
  switch (first.kind) {
    case 'unknown': return `${first.path.length === 0 ? '' : `${name} `}has the unknown key ${first.keys.join(', ')}`;
    case 'choice': return `${name} ${first.choices.length === 1 ? 'must be' : 'is none of'} ${first.choices.join(', ')}`;
    case 'type': return `${name} must be ${first.words}`;
    case 'size': return `${name} ${first.words}`;
  }
}
