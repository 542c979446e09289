import { parseCaseFile } from '../core/cases/parse.ts';
import { checkThatHeld } from '../core/cases/proofAdvice.ts';
import { mayDecide } from '../core/cases/prove.ts';
import { findIn } from '../core/cases/sensitive.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import { oneLine } from '../core/display/truncate.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { Json } from '../core/model/json.ts';
import type { CasePreview } from '../protocol/makeApi.ts';
import type { ShownProblem, ShownProposal } from '../protocol/proposalApi.ts';
import type { Prepared } from './make.ts';

type Around = Pick<CasePreview, 'isNewFile' | 'alikeTogether'> & { display(file: string): string; readonly edited: boolean; readonly activate: boolean };

/** Of drafts and proofs: the preview says these above the text, of the case as it would be written. */
const saidAbove: ReadonlySet<string> = new Set(['CB125', 'CB126', 'CB127']);

/** A prepared case as a person decides on it. */
export function previewOf(prepared: Prepared, { display, edited, activate, ...around }: Around): CasePreview {
  const { draft, material, proposed, value, result, missed, added } = prepared;
  const file = parseCaseFile(draft.yaml);
  const lineAt = linesOf(draft.yaml);
  const [found] = file.cases;
  const proposals = proposed.proposals.map(({ path, ...proposal }): ShownProposal => {
    const range = path !== undefined && found && valueAt(found.raw, path) !== undefined ? found.rangeOf(path) : undefined;
    return { ...proposal, lines: range ? [lineAt(range.start), lineAt(Math.max(range.start, range.end - 1))] : null };
  });
  const problems = [...file.problems, ...validateCaseFile(file)].filter(({ code, severity }) => severity !== 'hint' && !saidAbove.has(code));
  const seen = new Set<string>();
  const shown = problems.flatMap(({ code, severity, message, range }): ShownProblem[] => {
    const key = `${code} ${range.start} ${message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ code, severity, message, line: lineAt(range.start) }];
  });
  const decides = value !== null && mayDecide(value, result);
  return {
    ...draft,
    query: proposed.draft.value.query ?? '', shownFile: display(draft.file), turn: material.turn, said: saidOf(material.said), starts: material.starts, proposals,
    problems: edited ? [...shown, ...typedSecrets(prepared, lineAt)].sort((a, b) => a.line - b.line) : shown,
    status: decides && (edited ? value.status === 'active' : activate) ? 'active' : 'draft',
    held: value && result.needed && !result.proven ? checkThatHeld(value, result.checks.filter((check) => check.gating)) ?? null : null,
    missed, fromDefaults: added.flatMap(({ at, value: given }) => valuesIn(at.join('.'), given)), ...around,
  };
}

/** Likely secrets that came in by typing, and that no finding lets a person decide on. */
function typedSecrets({ draft, kept, material }: Prepared, lineAt: (offset: number) => number): readonly ShownProblem[] {
  const ours = [material.trace.sha256, material.trace.id, material.trace.nativeId, draft.id, ...kept.map(({ value }) => value)];
  return findIn(draft.yaml).filter(({ value }) => !ours.some((own) => own.includes(value) || value.includes(own))).map(({ kind, detector, value, replacement }) => ({
    code: 'redaction', severity: kind === 'secret' ? 'error' : 'warning', line: lineAt(draft.yaml.indexOf(value)),
    message: kind === 'secret' ? `This looks like a secret (${detector}): write ${replacement} in its place.` : `This looks like personal data (${detector}): write ${replacement} if nothing compares with it.`,
  }));
}

/** Of a map of fields, each by its own path. */
function valuesIn(name: string, given: Json): readonly string[] {
  const isFields = isJsonMap(given) && Object.keys(given).length > 0 && !Object.keys(given).some((key) => key.startsWith('$'));
  return isFields ? Object.entries(given).flatMap(([key, each]) => valuesIn(`${name}.${key}`, each)) : [`${name}: ${oneLine(typeof given === 'string' ? given : JSON.stringify(given), 80)}`];
}

function saidOf({ label, isOutside }: Prepared['material']['said']): string {
  if (!label?.verdict) return 'not labelled';
  const { verdict, class: named, firstWrong } = label;
  return [`labelled ${verdict}`, ...(named ? [named.class.replaceAll('_', ' ')] : []), ...(firstWrong ? [`first wrong step ${firstWrong.step}`] : []), ...(isOutside ? ['outside of what this case asks'] : [])].join(', ');
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((each, key) => (typeof each === 'object' && each !== null && Object.hasOwn(each, key) ? (each as Record<string | number, unknown>)[key] : undefined), value);
}

function linesOf(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
