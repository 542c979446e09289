import { describe, expect, test } from 'vitest';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { proofHash, proofHolds, proveCase } from '../../src/core/cases/prove.ts';
import type { EvalCase } from '../../src/core/model/evalCase.ts';
import type { Recording } from '../../src/core/model/recording.ts';
import { createProving } from '../../src/engine/prove.ts';
import type { ProofReport } from '../../src/protocol/makeApi.ts';
import { trialFrom, type TrialFixture } from '../core/evaluators/trials.ts';
import { callContext, RunWorkspace } from './runWorkspace.ts';

const recordingOf = (trial: TrialFixture, cuts: Recording['cuts'] = []): Recording => ({ casebook: 1, case: 'c', source: {}, messages: [], trial: trialFrom(trial), cuts });
const failure = { failureWeObserved: { summary: 'wrong', class: 'tool_selection' } };
const wrongTool = recordingOf({ calls: ['searchOrders'], output: 'It was delivered.' });

describe('the sentence', () => {
  test.each<[string, Omit<EvalCase, 'id'>, Recording, string]>([
    ['a check catches it', { ...failure, expectedTool: 'getShipmentByOrderId' }, wrongTool, 'Catches the failure: expectedTool fails, getShipmentByOrderId was never called; called: searchOrders'],
    ['several do', { ...failure, expectedTool: 'getShipment', groundTruth: 'in transit' }, wrongTool, 'Catches the failure: expectedTool fails, getShipment was never called; called: searchOrders (and 1 more)'],
    ['none does', { ...failure, expectedTool: 'searchOrders', groundTruth: 'delivered' }, wrongTool, 'Does not catch the failure: all 2 checks pass on the recorded trace; expectedTool holds there, searchOrders was called; name the tool that should have been called in expectedTool, or the wrong one in trajectory.forbidden'],
    ['one passes', { ...failure, expectedTool: 'searchOrders' }, wrongTool, 'Does not catch the failure: the only check passes on the recorded trace; expectedTool holds there, searchOrders was called; name the tool that should have been called in expectedTool, or the wrong one in trajectory.forbidden'],
    ['some could not be measured', { ...failure, expectedTool: 'searchOrders', budgets: { latencyMs: 5 } }, wrongTool, 'Does not catch the failure: the only check passes on the recorded trace, 1 not measured (budgets.latencyMs: the latency is not recorded); expectedTool holds there, searchOrders was called; name the tool that should have been called in expectedTool, or the wrong one in trajectory.forbidden'],
    ['nothing is checked', { ...failure, expectedBehavior: 'Is polite' }, wrongTool, 'Cannot be proven: the case checks nothing; add expectedTool, the tool that should have been called'],
    ['nothing could be measured', { failureWeObserved: { mode: 'slow_response' }, budgets: { latencyMs: 5 } }, wrongTool, 'Cannot be proven: budgets.latencyMs is not measured: the latency is not recorded; make the case from a trace that records it'],
    ['what would catch it is missing', { ...failure, groundTruth: 'delivered' }, wrongTool, 'Does not catch the failure: the only check passes on the recorded trace; add expectedTool, the tool that should have been called'],
    ['the limit is there, and wide', { failureWeObserved: { class: 'answer_quality', mode: 'slow_response' }, budgets: { latencyMs: 10_000 } }, recordingOf({ latencyMs: 1.2 }), 'Does not catch the failure: the only check passes on the recorded trace; the recorded run took 1 ms, within budgets.latencyMs 10,000; lower the limit, or give the failure the mode that fits'],
    ['the policy is there, and kept', { failureWeObserved: { class: 'policy_boundary' }, policy: { requiresApproval: [{ tools: ['issueRefund'] }] } }, wrongTool, 'Does not catch the failure: the only check passes on the recorded trace; policy.requiresApproval[0] holds there, issueRefund did not run; name the call that must not happen in policy.requiresApproval or trajectory.forbidden'],
    ['a stale document was retrieved', { failureWeObserved: { class: 'evidence_quality', mode: 'stale_context' }, retrieval: { relevant: [{ id: 'returns', version: '2' }], minRecall: 1 } }, recordingOf({ retrieved: [{ id: 'returns', version: '1' }] }), 'Catches the failure: retrieval.minRecall fails, returns was retrieved in version "1", not "2": a stale hit (recall 0, at least 1); retrieved: returns'],
    ['a document was made up', { failureWeObserved: { class: 'evidence_quality' }, grounding: { mustCite: ['returns'] } }, recordingOf({ retrieved: ['returns'], output: 'So it is (source: returns), and [4].' }), 'Catches the failure: grounding.citations fails, the answer cites "4", which was never retrieved'],
    ['the document that was missing is not named', { failureWeObserved: { class: 'evidence_quality', mode: 'missing_context' }, expectedTool: 'searchOrders' }, wrongTool, 'Does not catch the failure: the only check passes on the recorded trace; add retrieval.relevant, the documents that hold the answer, with retrieval.minRecall'],
    ['a check broke', { ...failure, answer: { match: 'regex', value: '[' } }, wrongTool, 'Cannot be proven: answer could not be evaluated, invalid or unsupported regular expression "[": missing closing ]: `[`'],
    ['no failure was observed', { expectedTool: 'searchOrders' }, wrongTool, 'Nothing to prove: no failure was observed (failureWeObserved); 1 of 1 check passes on the recorded trace'],
  ])('%s', (_, given, recording, sentence) => {
    const result = proveCase({ id: 'c', query: 'q', ...given }, recording);
    expect(result.sentence).toBe(sentence);
    expect(result.proven).toBe(sentence.startsWith('Catches'));
  });

  test('what was cut from the recording is not compared', () => {
    const cut = recordingOf({ output: 'a long story… [cut: 5 of 9 characters]' }, [{ path: 'trial.output', bytes: 9 }]);
    const result = proveCase({ id: 'c', query: 'q', ...failure, groundTruth: 'the end' }, cut);
    expect(result.proven).toBe(false);
    expect(result.checks[0]).toMatchObject({ outcome: 'n/a', reason: expect.stringContaining('CB128') as string });
  });
});

describe('the hash', () => {
  const evalCase: EvalCase = { id: 'c', query: 'q', ...failure, expectedTool: 'a' };
  const hash = proofHash(evalCase, wrongTool);
  test('is SHA-256 in hex', () => expect(hash).toMatch(/^[0-9a-f]{64}$/));
  test('does not see status, proof, title, metadata or the order of keys', () => {
    const other: EvalCase = { expectedTool: 'a', query: 'q', id: 'c', ...failure, status: 'active', title: 't', metadata: { owner: 'me' }, epochs: 5, source: { proof: { at: 'x', sha256: 'y', failed: [], casebook: 'z' } } };
    expect(proofHash(other, wrongTool)).toBe(hash);
  });
  test('sees expectations and recording', () => {
    expect(proofHash({ ...evalCase, expectedTool: 'b' }, wrongTool)).not.toBe(hash);
    expect(proofHash({ ...evalCase, groundTruth: 1 }, wrongTool)).not.toBe(hash);
    expect(proofHash(evalCase, recordingOf({ calls: ['other'] }))).not.toBe(hash);
  });
  test('a proof holds while both are the same', () => {
    const proven = (sha256: string, failed = ['expectedTool']): EvalCase => ({ ...evalCase, source: { proof: { at: 'x', sha256, failed, casebook: 'z' } } });
    expect(proofHolds(proven(hash), wrongTool)).toBe(true);
    expect(proofHolds(proven(hash, []), wrongTool)).toBe(false);
    expect(proofHolds(proven('0'.repeat(64)), wrongTool)).toBe(false);
    expect(proofHolds(proven(hash), undefined)).toBe(false);
    expect(proofHolds(evalCase, wrongTool)).toBe(false);
  });
});

describe('prove', () => {
  const text = `# why this case exists
id: lost-parcel
query: Where is order 7?
expectedTool: getShipment   # the right one
failureWeObserved: {summary: Searched orders instead, class: tool_selection}
`;
  const prove = async (workspace: RunWorkspace, cases: string[]): Promise<readonly ProofReport[]> => createProving(workspace.context).proveCases({ cases }, callContext());

  test('writes the proof into the case file and leaves the rest alone', async () => {
    using workspace = new RunWorkspace();
    const file = workspace.write('casebook/cases/a.case.yaml', text);
    workspace.record('lost-parcel', { calls: ['searchOrders'] });
    const [report] = await prove(workspace, ['lost-parcel']);
    expect(report).toMatchObject({ caseId: 'lost-parcel', file, proven: true, failed: ['expectedTool'] });
    const written = workspace.read('casebook/cases/a.case.yaml');
    expect(written.startsWith(text)).toBe(true);
    const evalCase = parseCaseFile(written).cases[0]?.value;
    expect(evalCase?.source?.proof).toMatchObject({ at: '2026-11-20T10:00:00.000Z', failed: ['expectedTool'], casebook: '1.2.3' });
    expect(evalCase && proofHolds(evalCase, JSON.parse(workspace.read('casebook/recordings/lost-parcel.json')) as Recording)).toBe(true);
  });

  test('proving again changes nothing', async () => {
    using workspace = new RunWorkspace();
    const file = workspace.write('casebook/cases/a.case.yaml', text);
    workspace.record('lost-parcel', { calls: ['searchOrders'] });
    await prove(workspace, [file]);
    const first = workspace.read('casebook/cases/a.case.yaml');
    Object.assign(workspace.context, { now: () => new Date('2027-01-01T00:00:00Z') });
    await prove(workspace, [file]);
    expect(workspace.read('casebook/cases/a.case.yaml')).toBe(first);
  });

  test('a proof that does not hold any more is written as such', async () => {
    using workspace = new RunWorkspace();
    workspace.write('casebook/cases/a.case.yaml', text);
    workspace.record('lost-parcel', { calls: ['getShipment'] });
    const [report] = await prove(workspace, ['lost-parcel']);
    expect(report).toMatchObject({ proven: false, failed: [] });
    expect(parseCaseFile(workspace.read('casebook/cases/a.case.yaml')).cases[0]?.value?.source?.proof?.failed).toEqual([]);
  });

  test('two cases of one file are both written', async () => {
    using workspace = new RunWorkspace();
    const file = workspace.write('casebook/cases/a.case.yaml', `cases:\n  - {id: one, query: q, expectedTool: a, failureWeObserved: x}\n  - {id: two, query: q, expectedTool: b, failureWeObserved: x}\n`);
    workspace.record('one', {});
    workspace.record('two', {});
    expect((await prove(workspace, [file])).map((report) => report.proven)).toEqual([true, true]);
    expect(parseCaseFile(workspace.read('casebook/cases/a.case.yaml')).cases.map((each) => each.value?.source?.proof?.failed)).toEqual([['expectedTool'], ['expectedTool']]);
  });

  test.each<[string, (workspace: RunWorkspace) => void, RegExp]>([
    ['a missing recording', (workspace) => workspace.write('casebook/cases/a.case.yaml', text), /^Cannot be proven: casebook\/recordings\/lost-parcel\.json is missing: make the case again/],
    ['a recording that is no JSON', (workspace) => { workspace.write('casebook/cases/a.case.yaml', text); workspace.write('casebook/recordings/lost-parcel.json', '{"casebook": 1,'); }, /recordings\/lost-parcel\.json is not JSON: /],
    ['a recording of another shape', (workspace) => { workspace.write('casebook/cases/a.case.yaml', text); workspace.write('casebook/recordings/lost-parcel.json', '{"casebook": 2}'); }, /is not a recording of this version: casebook /],
    ['a broken case', (workspace) => { workspace.write('casebook/cases/a.case.yaml', 'id: lost-parcel\nquery: q\nexpectedTool: 5\n'); }, /^Cannot be proven: casebook\/cases\/a\.case\.yaml, line 3: /],
    ['a case without a trace', (workspace) => { workspace.write('casebook/cases/a.case.yaml', 'id: lost-parcel\nquery: q\ngroundTruth: x\n'); }, /^Nothing to prove: no failure was observed, and the case was not made from a trace\.$/],
  ])('%s', async (_, arrange, sentence) => {
    using workspace = new RunWorkspace();
    arrange(workspace);
    const [report] = await prove(workspace, ['lost-parcel']);
    expect(report?.proven).toBe(false);
    expect(report?.sentence).toMatch(sentence);
  });

  test('an id that is not there is named with the nearest', async () => {
    using workspace = new RunWorkspace();
    workspace.write('casebook/cases/a.case.yaml', text);
    await expect(prove(workspace, ['lost-parcell'])).rejects.toThrow('There is no case lost-parcell; did you mean lost-parcel?');
    await expect(prove(workspace, ['/no/such/file.case.yaml'])).rejects.toThrow('/no/such/file.case.yaml does not exist.');
  });
});
