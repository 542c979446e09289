import type { Problem, TextRange } from '../model/problem.ts';
import { CaseView } from './caseView.ts';
import type { CasePlace, ValidationContext } from './context.ts';
import { movedProblem } from './moved.ts';
import { parseCaseFile } from './parse.ts';
import type { CaseBlock, CaseBlocks, CaseFile, ParsedCase } from './parse.ts';
import { rules } from './rules/registry.ts';
import type { Finding, RuleContext } from './rules/rule.ts';
import { severityOf } from './severity.ts';
import { structureCodes, structureFindings } from './structure.ts';
import { suiteFindings } from './suite.ts';
import { withoutDisabled } from './suppress.ts';

export type { ValidationContext } from './context.ts';
export type FileProblems = { readonly file: string; readonly text: string; readonly problems: readonly Problem[] };

/** All problems of several files, in the order of the files. Ids are compared across them and with `idElsewhere`. */
export function validateCases(files: readonly { readonly file: string; readonly text: string }[], context: ValidationContext = {}): readonly FileProblems[] {
  const parsed = files.map(({ file, text }) => parseCaseFile(text, file));
  const places = new Map<string, CasePlace[]>();
  for (const file of parsed) for (const each of file.cases) if (each.id !== null) places.set(each.id, [...(places.get(each.id) ?? []), { file: file.file ?? '', range: each.rangeOf(['id']) }]);
  return parsed.map((file) => {
    const idElsewhere = (id: string): readonly CasePlace[] => [...(places.get(id) ?? []).filter((place) => place.file !== file.file), ...(context.idElsewhere?.(id) ?? [])];
    return { file: file.file ?? '', text: file.text, problems: validateCaseFile(file, { ...context, idElsewhere }) };
  });
}

/**
 * All problems of one file in the order of the text. Never throws; what the context lacks is not judged. Of a file that is read
 * block by block, a case is judged again when its text, the defaults or the context are others: the same context object says
 * that nothing around has changed.
 */
export function validateCaseFile(file: CaseFile, context: ValidationContext = {}): readonly Problem[] {
  const ruleContext: RuleContext = { ...context, idsHere: idsOf(file) };
  const problems = new Collector(file.problems);
  for (const suite of file.suites) for (const { view, finding } of suiteFindings(suite, file.text)) problems.add(finding, view);
  if (file.blocks) addBlocks(problems, file, file.blocks, context, ruleContext);
  else for (const each of file.cases) if (!each.isGuess) for (const { finding, view } of findingsOf(each, file, ruleContext)) problems.add(finding, view);
  if (file.blocks?.hasDisabling === false) return problems.sorted();
  return withoutDisabled(file.text, problems.sorted(), { code: 'CB010', isKnown: (code) => knownCodes.has(code) });
}

function* findingsOf(each: ParsedCase, file: CaseFile, context: RuleContext): Iterable<{ readonly finding: Finding; readonly view: CaseView }> {
  const view = new CaseView(each, each.readable ?? placeholder, file.text, file.file ?? '');
  for (const finding of structureFindings(view, each.issues, 'case')) yield { finding, view };
  if (each.readable === null) return;
  for (const rule of rules) for (const finding of rule.check(view, context)) yield { finding, view };
}

/** What was found of a block: when the same is asked again, only its place may be another one. */
type Checked = { readonly context: ValidationContext; readonly crlf: boolean; readonly problems: readonly Problem[]; readonly start: number };

/** This runs at every key: most blocks have been checked, and nothing was found. */
function addBlocks(problems: Collector, file: CaseFile, blocks: CaseBlocks, context: ValidationContext, ruleContext: RuleContext): void {
  const { list, hasCrlf, hasSharedIds, idCounts } = blocks;
  for (let index = 0; index < list.length; index++) {
    const block = list[index] as CaseBlock;
    const shares = hasSharedIds && block.id !== null && (idCounts.get(block.id) ?? 0) > 1;
    const known = block.checked as Checked | undefined;
    if (!known || shares || known.context !== context || known.crlf !== hasCrlf) problems.addAll(checkedBlock(block, index, shares, file, blocks, context, ruleContext));
    else if (known.problems.length > 0) problems.addAll(movedTo(blocks.startOf(index), block, known, file));
  }
}

function movedTo(start: number, block: CaseBlock, known: Checked, file: CaseFile): readonly Problem[] {
  if (known.start === start) return known.problems;
  const problems = known.problems.map((problem) => movedProblem(problem, start - known.start, known.start, file.file ?? ''));
  block.checked = { ...known, start, problems } satisfies Checked;
  return problems;
}

function checkedBlock(block: CaseBlock, index: number, shares: boolean, file: CaseFile, { hasCrlf, startOf, caseOf }: CaseBlocks, context: ValidationContext, ruleContext: RuleContext): readonly Problem[] {
  const each = caseOf(index);
  if (!each || each.isGuess) return [];
  const own = new Collector([]);
  for (const { finding, view } of findingsOf(each, file, ruleContext)) own.add(finding, view);
  // Other cases with its id may change without it: what is said of them is not kept.
  const isElsewhere = each.id !== null && (context.idElsewhere?.(each.id).length ?? 0) > 0;
  block.checked = shares || isElsewhere ? undefined : { context, crlf: hasCrlf, problems: own.problems, start: startOf(index) } satisfies Checked;
  return own.problems;
}

function idsOf(file: CaseFile): RuleContext['idsHere'] {
  const counts = file.blocks?.idCounts;
  let all: Map<string, ParsedCase[]> | undefined;
  const made = (): Map<string, ParsedCase[]> => {
    if (all) return all;
    all = new Map();
    for (const each of file.cases) {
      const { id } = each;
      if (id === null) continue;
      const before = all.get(id);
      if (before) before.push(each);
      else all.set(id, [each]);
    }
    return all;
  };
  return { has: (id) => (counts ?? made()).has(id), get: (id) => (counts?.get(id) === 1 ? [] : made().get(id)) };
}

const knownCodes: ReadonlySet<string> = new Set([structureCodes, ...rules.map((rule) => rule.codes)].flatMap((codes) => Object.keys(codes)));
const placeholder = { id: 'no-id' };

type Places = { placeOf(path: readonly (string | number)[]): TextRange; keyOf(path: readonly (string | number)[]): TextRange };

/** A value that stands in `defaults` is seen by every case under it, and reported once. */
class Collector {
  readonly problems: Problem[];
  readonly #seen = new Set<string>();

  constructor(problems: readonly Problem[]) {
    this.problems = [...problems];
  }

  add({ code, at, message, fixes, related }: Finding, view: Places): void {
    const range = Array.isArray(at) ? view.placeOf(at) : 'key' in at ? view.keyOf(at.key) : (at as TextRange);
    this.#push({ code, severity: severityOf(code), message, range, ...(related ? { related } : {}), ...(fixes && fixes.length > 0 ? { fixes } : {}) });
  }

  addAll(problems: readonly Problem[]): void {
    for (const problem of problems) this.#push(problem);
  }

  #push(problem: Problem): void {
    const { code, range, message } = problem;
    const key = `${code} ${range.start} ${range.end} ${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.problems.push(problem);
  }

  sorted(): readonly Problem[] {
    // A key that is only half written is no key yet: that it is not YAML says enough.
    const unreadable = new Set(this.problems.filter((problem) => problem.code === 'CB001').map((problem) => problem.range.start));
    return this.problems.filter((problem) => problem.code !== 'CB002' || !unreadable.has(problem.range.start)).sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || a.code.localeCompare(b.code));
  }
}
