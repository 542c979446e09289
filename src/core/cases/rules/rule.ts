import type { Fix, Problem, TextRange } from '../../model/problem.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import type { ValidationContext } from '../context.ts';
import type { ParsedCase } from '../parse.ts';

export type Finding = {
  readonly code: string;
  /** The value at a path; `{key}` for the key itself; a range where only a part is meant. */
  readonly at: CasePath | { readonly key: CasePath } | TextRange;
  readonly message: string;
  readonly fixes?: readonly Fix[];
  readonly related?: Problem['related'];
};

export type RuleContext = ValidationContext & {
  /** The cases of this file by id, in order. */
  readonly idsHere: Pick<ReadonlyMap<string, readonly ParsedCase[]>, 'get' | 'has'>;
};

/** A family of diagnostics. Adding one is a file, a line in the registry, and fixtures. */
export interface Rule {
  /** What it can find, and what each code means: shown when the code is hovered. */
  readonly codes: Readonly<Record<string, string>>;
  check(view: CaseView, context: RuleContext): Iterable<Finding>;
}
