import type { Problem, TextRange } from '../model/problem.ts';
import { CaseView } from './caseView.ts';
import type { CasePlace, ValidationContext } from './context.ts';
import { parseCaseFile } from './parse.ts';
import type { CaseFile, ParsedCase } from './parse.ts';
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

/** All problems of one file in the order of the text. Never throws; what the context lacks is not judged. */
export function validateCaseFile(file: CaseFile, context: ValidationContext = {}): readonly Problem[] {
  const idsHere = new Map<string, ParsedCase[]>();
  for (const each of file.cases) if (each.id !== null) idsHere.set(each.id, [...(idsHere.get(each.id) ?? []), each]);
  const ruleContext: RuleContext = { ...context, idsHere };
  const problems = new Collector(file.problems);
  for (const suite of file.suites) for (const { view, finding } of suiteFindings(suite, file.text)) problems.add(finding, view);
  for (const each of file.cases) {
    if (each.isGuess) continue;
    const view = new CaseView(each, each.readable ?? placeholder, file.text, file.file ?? '');
    for (const finding of structureFindings(view, each.issues, 'case')) problems.add(finding, view);
    if (each.readable === null) continue;
    for (const rule of rules) for (const finding of rule.check(view, ruleContext)) problems.add(finding, view);
  }
  return withoutDisabled(file.text, problems.sorted(), { code: 'CB010', isKnown: (code) => knownCodes.has(code) });
}

const knownCodes: ReadonlySet<string> = new Set([structureCodes, ...rules.map((rule) => rule.codes)].flatMap((codes) => Object.keys(codes)));
const placeholder = { id: 'no-id' };

type Places = { placeOf(path: readonly (string | number)[]): TextRange; keyOf(path: readonly (string | number)[]): TextRange };

/** A value that stands in `defaults` is seen by every case under it, and reported once. */
class Collector {
  readonly #problems: Problem[];
  readonly #seen = new Set<string>();

  constructor(problems: readonly Problem[]) {
    this.#problems = [...problems];
  }

  add({ code, at, message, fixes, related }: Finding, view: Places): void {
    const range = Array.isArray(at) ? view.placeOf(at) : 'key' in at ? view.keyOf(at.key) : (at as TextRange);
    const key = `${code} ${range.start} ${range.end} ${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#problems.push({ code, severity: severityOf(code), message, range, ...(related ? { related } : {}), ...(fixes && fixes.length > 0 ? { fixes } : {}) });
  }

  sorted(): readonly Problem[] {
    // A key that is only half written is no key yet: that it is not YAML says enough.
    const unreadable = new Set(this.#problems.filter((problem) => problem.code === 'CB001').map((problem) => problem.range.start));
    return this.#problems.filter((problem) => problem.code !== 'CB002' || !unreadable.has(problem.range.start)).sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || a.code.localeCompare(b.code));
  }
}
