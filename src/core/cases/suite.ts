import { CaseDefaults, CaseSuite, ownToOneCase } from '../model/evalCase.ts';
import { CaseView } from './caseView.ts';
import type { SuiteTree } from './layout.ts';
import { placeOf } from './place.ts';
import type { ParsedCase, StructureIssue } from './parse.ts';
import { structureFindings } from './structure.ts';
import type { StructureView } from './structure.ts';
import type { Finding } from './rules/rule.ts';
import { nodeAt, toJson, weightOf } from './tree.ts';
import type { MapNode } from './tree.ts';

const Header = CaseSuite.omit({ cases: true, defaults: true, casebook: true });
const readElsewhere: ReadonlySet<string> = new Set(['casebook', 'cases', 'defaults']);

/** What surrounds the cases: the suite's own keys, and `defaults`, which is judged by itself even when no case is there. */
export function* suiteFindings(suite: SuiteTree, text: string): Iterable<{ readonly view: StructureView; readonly finding: Finding }> {
  if (suite.single || suite.guessed.has(suite.root)) return;
  const { root, defaults } = suite;
  const header = viewOf(root, text);
  const entries = root.entries.filter((entry) => !readElsewhere.has(entry.key));
  if (entries.every((entry) => weightOf(entry.value) < 1000)) {
    const parsed = Header.safeParse(Object.fromEntries(entries.map((entry) => [entry.key, toJson(entry.value)])));
    for (const finding of structureFindings(header, parsed.error?.issues ?? [], 'suite')) yield { view: header, finding };
  }
  if (!defaults || weightOf(defaults) > 100_000) return;
  const view = viewOf(defaults, text);
  const issues = CaseDefaults.safeParse(toJson(defaults)).error?.issues ?? [];
  for (const finding of structureFindings(view, issues, 'case')) {
    // What a default leaves out a case may add.
    if (finding.code !== 'CB004') yield { view, finding: ownToCases(defaults, issues, finding) };
  }
}

/** `id`, `query` and the like are known keys, but not ones that cases can share. */
function ownToCases(defaults: MapNode, issues: readonly StructureIssue[], finding: Finding): Finding {
  const key = typeof finding.at === 'object' && 'key' in finding.at && finding.at.key.length === 1 ? String(finding.at.key[0]) : undefined;
  const isCaseField = key !== undefined && ownToOneCase.some((each) => each === key) && defaults.byKey.has(key) && issues.some((issue) => issue.code === 'unrecognized_keys');
  return isCaseField ? { ...finding, message: `${key} belongs to one case and cannot be a default.`, fixes: (finding.fixes ?? []).slice(-1) } : finding;
}

function viewOf(node: MapNode, text: string): StructureView {
  const parsed: ParsedCase = {
    id: null, suite: null, value: null, readable: null, unreadable: new Set(), raw: null, range: node.range, node, defaults: null, issues: [], isGuess: false,
    rangeOf: (path) => (nodeAt(node, path) || path.length > 0 ? placeOf({ text, node, defaults: null }, path) : node.range),
  };
  return new CaseView(parsed, { id: 'defaults' }, text, '');
}
