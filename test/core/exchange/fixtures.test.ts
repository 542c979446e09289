import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inProject } from '../../../scripts/project.mjs';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { validateCaseFile } from '../../../src/core/cases/validate.ts';
import { readDocument } from '../../../src/core/exchange/documents.ts';
import { exportCases } from '../../../src/core/exchange/exportCases.ts';
import { importCases } from '../../../src/core/exchange/importCases.ts';
import { printSuite, printYaml } from '../../../src/core/exchange/printCases.ts';
import { detectPeer, peers } from '../../../src/core/exchange/registry.ts';
import type { Json, JsonMap } from '../../../src/core/model/json.ts';

/**
 * `<name>.import.<ext>` is a file as people write it for the tool; `<name>.imported.yaml` beside it is what comes in, and the account
 * of it. `cases.export.case.yaml` is written for each tool as `cases.exported.<tool><ext>`. UPDATE_FIXTURES=1 writes the expected files.
 */
const folder = inProject('test', 'fixtures', 'exchange');
const read = (file: string): string => readFileSync(inProject('test', 'fixtures', 'exchange', file), 'utf8');
const expected = (file: string): string => inProject('test', 'fixtures', 'exchange', file);
const options = { suite: 'imported', taken: new Set<string>(), existing: 'rename' } as const;
const imports = readdirSync(folder).filter((file) => file.includes('.import.'));

describe.each(imports)('%s', (file) => {
  const name = file.slice(0, file.indexOf('.import.'));
  const document = readDocument(read(file));
  const { peer, why } = detectPeer(document);
  const imported = importCases(document, peer, options);
  const text = imported.suites.map((suite) => printSuite(suite, suite.cases)).join('---\n');

  test('comes in as written down', async () => {
    const account = imported.cases.map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== null && value !== 0 && !(Array.isArray(value) && value.length === 0))) as JsonMap);
    const told = printYaml({ read: `${peer.id}: ${why}`, account, problems: imported.problems as unknown as Json, leftOut: imported.leftOut as unknown as Json });
    await expect(`${text}---\n${told}`).toMatchFileSnapshot(expected(`${name}.imported.yaml`));
  });

  test('is a case file without errors of form', () => {
    const problems = validateCaseFile(parseCaseFile(text));
    expect(problems.filter(({ severity, code }) => severity === 'error' && code !== 'CB008')).toEqual([]);
    // Whatever has no counterpart is said, and nothing else of it is.
    expect(problems.filter(({ code }) => code === 'CB901')).toHaveLength(imported.cases.reduce((sum, each) => sum + each.foreign.length, 0));
  });

  test('goes back with all that it said', () => {
    const cases = parseCaseFile(text).cases;
    const back = exportCases(cases.map(({ value, suite }) => ({ value: value!, suite, description: null })), peer, peer.extensions[0]);
    const again = peer.items(readDocument(back.text)).items;
    const before = peer.items(document).items.filter((item) => imported.cases.some(({ place }) => place === item.place));
    expect(again).toHaveLength(before.length);
    before.forEach(({ value }, index) => expect(missingFrom(value, again[index]?.value ?? {}, imported.cases[index]?.exact ?? [])).toEqual([]));
  });
});

/** Leaves of the first that stand nowhere in the second; what was read as a field may be said in another way. */
function missingFrom(original: Json, again: Json, exact: readonly string[]): readonly string[] {
  const whole = JSON.stringify(again);
  return leaves(original).filter((leaf) => !whole.includes(leaf) && exact.length > 0 && !leaf.includes('{{'));
}

function leaves(value: Json): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, each]) => (Array.isArray(value) ? leaves(each as Json) : [JSON.stringify(key).slice(1, -1), ...leaves(each as Json)])).filter((leaf) => !droppedOnPurpose.has(leaf));
  return typeof value === 'string' ? [JSON.stringify(value).slice(1, -1)] : [];
}

/** Another spelling of the same: a list is one of several texts, a name is a pattern. */
const droppedOnPurpose: ReadonlySet<string> = new Set(['name', 'pattern', 'arguments', 'icontains', 'trajectory:tool-used', 'trajectory:goal-success']);

describe.each(peers.map((peer) => [peer.id, peer] as const))('cases for %s', (id, peer) => {
  const cases = parseCaseFile(read('cases.export.case.yaml')).cases.map(({ value, suite }) => ({ value: value!, suite, description: 'What the desk may and may not do' }));
  const [extension] = peer.extensions;
  const { text, cases: account } = exportCases(cases, peer, extension);

  test('are written as expected', async () => {
    await expect(text).toMatchFileSnapshot(expected(`cases.exported.${id}${extension}`));
  });

  test('are accounted for field by field', async () => {
    const told = account.map(({ id: caseId, items, exact, lossy, kept, foreign }) => ({ id: caseId, items, foreign, exact: exact.join(' '), inPart: lossy.join(' '), kept: kept.join(' ') }));
    await expect(printYaml(told as unknown as Json)).toMatchFileSnapshot(expected(`cases.exported.${id}.account.yaml`));
  });

  test('come back as they were, variants folded', () => {
    const back = importCases(readDocument(text), peer, options);
    expect(back.suites).toEqual([{ name: 'parcel desk', description: 'What the desk may and may not do', cases: cases.map(({ value }) => value) }]);
    expect(back.cases.map(({ folded }) => folded)).toEqual([2, 0, 0]);
  });
});
