import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Label, LabelChange, LabelEvent } from '../../../src/core/model/label.ts';
import type { LabelEventBody } from '../../../src/core/review/labels.ts';
import { eventsFor, foldLabel, foldLabels, inForce, inOrder, withImpliedVerdict } from '../../../src/core/review/labels.ts';
import { lastChange, lastUndoing, spokenBy } from '../../../src/core/review/requests.ts';

const trace = { id: 'tr_1', sha256: 'aa' };
let made = 0;
/** Events of one request at a minute of the day. */
function request(by: string, minute: number, ...bodies: LabelEventBody[]): LabelEvent[] {
  const at = `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
  return bodies.map((body) => ({ v: 1, id: `id${String(++made).padStart(6, '0')}`, at, by, trace, ...body }) as LabelEvent);
}
const inClass = (id: string) => ({ kind: 'class', value: { class: id } }) as const;
const undo = (by: string, minute: number, of: readonly LabelEvent[]) => request(by, minute, ...of.map(({ id }) => ({ kind: 'undo', undoes: id }) as const));

describe('what the events amount to', () => {
  test('later events change what earlier ones said, field by field', () => {
    const events = [
      ...request('ana', 1, { kind: 'verdict', value: 'fail' }, { kind: 'note', value: 'wrong tool' }),
      ...request('ana', 2, { kind: 'anchor', value: 'firstWrong', step: 3, span: 's3' }, { kind: 'class', value: { class: 'tool_selection', mode: 'wrong_tool' } }),
      ...request('ana', 3, { kind: 'note', value: 'searched instead of looking up' }, { kind: 'span', value: 'delivered' }),
    ];
    expect(foldLabel(events)).toEqual({
      by: 'ana', at: '2026-11-20T10:03:00.000Z', verdict: 'fail', class: { class: 'tool_selection', mode: 'wrong_tool' }, firstWrong: { step: 3, span: 's3' }, lastGood: null,
      note: 'searched instead of looking up', cause: '', fix: '', correction: '', wrongWords: 'delivered', owner: '', status: null,
    } satisfies Label);
  });
  test('an anchor without a step takes the mark back', () => {
    const events = [...request('ana', 1, { kind: 'verdict', value: 'fail' }, { kind: 'anchor', value: 'firstWrong', step: 3 }), ...request('ana', 2, { kind: 'anchor', value: 'firstWrong' })];
    expect(foldLabel(events)?.firstWrong).toBeNull();
  });
  test('no events, and events that say nothing in the end, are no label', () => {
    expect(foldLabel([])).toBeNull();
    expect(foldLabel([...request('ana', 1, { kind: 'verdict', value: 'fail' }), ...request('ana', 2, { kind: 'verdict', value: null })])).toBeNull();
  });
  test('of two reviewers the one who spoke last is followed, and filled in by whoever agrees', () => {
    const failed = inClass('policy_boundary');
    const ana = request('ana', 1, { kind: 'verdict', value: 'fail' }, failed, { kind: 'note', value: 'ana says' }, { kind: 'cause', value: 'c' }, { kind: 'anchor', value: 'firstWrong', step: 4 }, { kind: 'owner', value: 'mia' }, { kind: 'status', value: 'handled' });
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'pass' })])).toMatchObject({ by: 'jonas', verdict: 'pass', note: '', cause: '', firstWrong: null, owner: '', status: null });
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'fail' }, inClass('loops'))])).toMatchObject({ class: { class: 'loops' }, note: '', firstWrong: null });
    const agreed = { by: 'jonas', verdict: 'fail', class: { class: 'policy_boundary' }, note: 'ana says', cause: 'c', firstWrong: { step: 4 }, owner: 'mia', status: 'handled' };
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'fail' }, failed)])).toMatchObject(agreed);
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'fail' })])).toMatchObject({ ...agreed, classBy: 'ana' });
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'cause', value: 'mine' })])).toMatchObject({ ...agreed, by: 'ana', cause: 'mine' });
    const decided = request('mia', 3, { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'jonas'] } });
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'fail' }), ...decided])).toMatchObject({ ...agreed, by: 'mia' });
  });
  test('who gives no verdict speaks of a field alone: it counts, and neither displaces a verdict nor disagrees', () => {
    const ana = request('ana', 1, { kind: 'verdict', value: 'fail' }, { kind: 'note', value: 'ana says' }, { kind: 'fix', value: 'f1' });
    const ben = request('ben', 2, { kind: 'fix', value: 'f2' }, { kind: 'owner', value: 'tools' });
    expect(foldLabels([...ana, ...ben])).toMatchObject({ label: { by: 'ana', verdict: 'fail', note: 'ana says', fix: 'f2', owner: 'tools' }, own: [{ by: 'ana', fix: 'f1' }, { by: 'ben', verdict: null, fix: 'f2' }], disagree: false });
    expect(foldLabel([...ana, ...ben, ...request('ana', 3, { kind: 'fix', value: 'f3' })])?.fix).toBe('f3');
    expect(foldLabel([...ana, ...ben, ...undo('ben', 3, ben)])?.fix).toBe('f1');
    // An empty text takes back one's own words first, else what stands there.
    expect(foldLabel([...ana, ...ben, ...request('ben', 3, { kind: 'fix', value: '' })])?.fix).toBe('f1');
    expect(foldLabel([...ana, ...request('ben', 3, { kind: 'fix', value: '' })])?.fix).toBe('');
  });
  test('who defers takes back a verdict of their own, and no other person\'s', () => {
    const ana = request('ana', 1, { kind: 'verdict', value: 'fail' }, inClass('tool_selection'), { kind: 'note', value: 'bad tool' });
    const deferred = (by: string) => request(by, 2, { kind: 'verdict', value: 'defer' });
    expect(foldLabels([...ana, ...deferred('ben')])).toMatchObject({ label: { by: 'ana', verdict: 'fail', class: { class: 'tool_selection' }, note: 'bad tool' }, disagree: false });
    expect(foldLabel([...request('ben', 0, { kind: 'verdict', value: 'defer' }), ...ana])).toMatchObject({ by: 'ana', verdict: 'fail' });
    expect(foldLabel([...ana, ...deferred('ana')])).toMatchObject({ by: 'ana', verdict: 'defer' });
    expect(foldLabel([...ana, ...deferred('ana'), ...request('ben', 3, { kind: 'note', value: 'see the log' })])).toMatchObject({ by: 'ana', verdict: 'defer', note: 'see the log' });
    expect(foldLabel([...ana, ...deferred('ana'), ...request('ben', 3, { kind: 'verdict', value: 'pass' })])).toMatchObject({ by: 'ben', verdict: 'pass' });
  });
  test('who met it in a random sample keeps it there, whoever judges it again outside of one', () => {
    const ana = request('ana', 1, { kind: 'verdict', value: 'fail', queue: 'sample', stratum: 'random' });
    const kept = { queue: 'sample', stratum: 'random' };
    expect(foldLabel([...ana, ...request('ana', 2, { kind: 'verdict', value: 'pass' })])).toMatchObject({ verdict: 'pass', ...kept });
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'pass', queue: 'failed', stratum: 'enriched' })])).toMatchObject({ by: 'jonas', verdict: 'pass', ...kept });
    expect(foldLabel([...request('jonas', 0, { kind: 'verdict', value: 'pass', queue: 'failed', stratum: 'enriched' }), ...ana])).toMatchObject(kept);
    expect(foldLabel([...ana, ...undo('ana', 3, ana), ...request('jonas', 4, { kind: 'verdict', value: 'pass' })])).not.toHaveProperty('stratum');
    // Drawn though judged among failures first: the queue says how it came to be judged.
    const amongFailures = { queue: 'failed', stratum: 'random' } as const;
    expect(foldLabel([...request('ana', 0, { kind: 'verdict', value: 'fail', ...amongFailures }), ...ana])).toMatchObject(amongFailures);
    const byHand = request('ana', 0, { kind: 'verdict', value: 'fail', stratum: 'random' });
    expect(foldLabel(byHand)).toMatchObject({ stratum: 'random' });
    expect(foldLabel([...byHand, ...ana])).toMatchObject(kept);
    expect(foldLabel([...ana, ...request('jonas', 2, { kind: 'verdict', value: 'pass', stratum: 'random' })])).toMatchObject(kept);
  });
  test('an adjudication decides the verdict, whoever speaks later', () => {
    const ana = request('ana', 1, { kind: 'verdict', value: 'fail' }, { kind: 'note', value: 'ana says' });
    const jonas = request('jonas', 2, { kind: 'verdict', value: 'pass' });
    const decided = request('lead', 3, { kind: 'adjudicate', value: { verdict: 'fail', of: [ana[0]!.id, jonas[0]!.id] } });
    expect(foldLabel([...ana, ...jonas, ...decided, ...request('jonas', 4, { kind: 'note', value: 'still' })])).toMatchObject({ by: 'lead', verdict: 'fail', note: 'ana says' });
    expect(foldLabel([...ana, ...jonas, ...decided, ...undo('lead', 5, decided)])).toMatchObject({ by: 'jonas', verdict: 'pass' });
  });
  test('a decision to put it off stands until somebody judges it again', () => {
    const two = [...request('ana', 1, { kind: 'verdict', value: 'fail' }), ...request('ben', 2, { kind: 'verdict', value: 'pass' })];
    const put = request('lead', 3, { kind: 'adjudicate', value: { verdict: 'defer', of: ['ana', 'ben'] } });
    expect(foldLabels([...two, ...put])).toMatchObject({ label: { by: 'lead', verdict: 'defer' }, adjudicated: { verdict: 'defer' }, disagree: false });
    expect(foldLabels([...two, ...put, ...request('ben', 4, { kind: 'note', value: 'asked the team' })])).toMatchObject({ label: { by: 'lead', verdict: 'defer' }, disagree: false });
    expect(foldLabels([...two, ...put, ...request('ben', 4, { kind: 'verdict', value: 'fail' })])).toMatchObject({ label: { by: 'ben', verdict: 'fail' }, adjudicated: null, disagree: false });
    expect(foldLabels([...two, ...put, ...request('mei', 4, { kind: 'verdict', value: 'pass' })])).toMatchObject({ label: { by: 'mei', verdict: 'pass' }, adjudicated: null, disagree: true });
  });
  test('an undo can be undone, and undos that name each other do no harm', () => {
    const first = request('ana', 1, { kind: 'verdict', value: 'fail' });
    const taken = undo('ana', 2, first);
    expect(foldLabel([...first, ...taken])).toBeNull();
    expect(foldLabel([...first, ...taken, ...undo('ana', 3, taken)])).toMatchObject({ verdict: 'fail' });
    const [a] = request('ana', 4, { kind: 'undo', undoes: 'b' });
    expect(foldLabel([...first, { ...a!, id: 'a', kind: 'undo', undoes: 'b' }, { ...a!, id: 'b', kind: 'undo', undoes: 'a' }])).toMatchObject({ verdict: 'fail' });
  });
});

describe('which events stand', () => {
  /** An event counts unless an undo that counts takes it back; of undos that go round in a circle each looks at the others alone. */
  const isUndone = (events: readonly LabelEvent[], id: string, above: readonly string[]): boolean =>
    events.some((undo) => undo.kind === 'undo' && undo.undoes === id && !above.includes(undo.id) && !isUndone(events, undo.id, [...above, undo.id]));
  const graph = fc.array(fc.option(fc.nat(15), { freq: 3, nil: undefined }), { maxLength: 16 })
    .map((undone) => undone.map((of, n) => ({ v: 1, id: `id${n}`, at: `2026-11-20T10:${10 + n}:00.000Z`, by: n % 3 === 0 ? 'ana' : 'mei', trace, ...(of === undefined ? { kind: 'note', value: `${n}` } : { kind: 'undo', undoes: `id${of}` }) }) as LabelEvent));

  test('whatever undoes what, as by the plain definition', () => {
    fc.assert(fc.property(graph, fc.constantFrom('ana', 'mei'), (events, by) => {
      const stands = events.filter((event) => !isUndone(events, event.id, [event.id]));
      expect(inForce(inOrder(events))).toEqual(stands.filter(({ kind }) => kind !== 'undo'));
      const own = stands.filter((event) => event.by === by);
      expect(lastChange(spokenBy(by, events))).toEqual(own.filter(({ kind }) => kind !== 'undo').slice(-1));
      const undoing = lastUndoing(spokenBy(by, events));
      expect(undoing.every((event) => own.includes(event))).toBe(true);
    }), { numRuns: 300 });
  });
  test('100,000 undos, each of the one before, or all of one event', () => {
    const first = request('ana', 1, { kind: 'verdict', value: 'fail' });
    const undos = (of: (n: number) => string): LabelEvent[] => Array.from({ length: 100_001 }, (_, n) => ({ v: 1, id: `u${n}`, at: '2026-11-20T10:05:00.000Z', by: 'ana', trace, kind: 'undo', undoes: of(n) }));
    const chain = [...first, ...undos((n) => (n === 0 ? first[0]!.id : `u${n - 1}`))];
    // An odd number of undos.
    expect(foldLabel(chain)).toBeNull();
    expect(foldLabel(chain.slice(0, -1))).toMatchObject({ verdict: 'fail' });
    expect(lastChange(spokenBy('ana', chain.slice(0, -1)))).toEqual(first);
    expect(foldLabel([...first, ...undos(() => first[0]!.id)])).toBeNull();
  }, 30_000);
});

test('who names a class says that the run failed, unless they say or said that it passed', () => {
  const named = { class: { class: 'tool_selection' } };
  const own = (verdict: 'pass' | 'fail' | 'defer') => foldLabel(request('ana', 1, { kind: 'verdict', value: verdict })) ?? undefined;
  expect(withImpliedVerdict(named, undefined)).toEqual({ verdict: 'fail', ...named });
  expect(withImpliedVerdict(named, own('defer'))).toEqual({ verdict: 'fail', ...named });
  expect(withImpliedVerdict(named, own('pass'))).toEqual(named);
  expect(withImpliedVerdict(named, own('fail'))).toEqual(named);
  expect(withImpliedVerdict({ ...named, verdict: 'defer' }, undefined)).toEqual({ ...named, verdict: 'defer' });
  expect(withImpliedVerdict({ class: null, note: 'n' }, undefined)).toEqual({ class: null, note: 'n' });
});

test('the events of a change name the step and its span', () => {
  const change: LabelChange = { verdict: 'fail', class: { class: 'tool_arguments' }, firstWrongStep: 4, lastGoodStep: null, wrongWords: 'it is', status: 'open' };
  expect(eventsFor(change, (step) => ({ span: `span${step}`, name: `tool${step}` }))).toEqual([
    { kind: 'verdict', value: 'fail' }, { kind: 'class', value: { class: 'tool_arguments' } }, { kind: 'anchor', value: 'firstWrong', step: 4, span: 'span4', name: 'tool4' }, { kind: 'anchor', value: 'lastGood' },
    { kind: 'span', value: 'it is' }, { kind: 'status', value: 'open' },
  ]);
});

const change: fc.Arbitrary<LabelChange> = fc.record({
  verdict: fc.constantFrom('pass', 'fail', 'defer', null), class: fc.constantFrom({ class: 'tool_selection' }, null), firstWrongStep: fc.constantFrom(1, 2, null),
  note: fc.constantFrom('', 'a', 'b'), fix: fc.constantFrom('', 'c'), wrongWords: fc.constantFrom('', 'd'),
}, { requiredKeys: [] }) as fc.Arbitrary<LabelChange>;

/** Journals as reviewers write them: changes and undos, minutes apart. */
const history = fc.array(fc.record({ by: fc.constantFrom('ana', 'jonas', 'mei'), change: fc.option(change, { freq: 4, nil: undefined }) }), { maxLength: 12 });

function journalsOf(steps: readonly { by: string; change: LabelChange | undefined }[]): LabelEvent[] {
  const events: LabelEvent[] = [];
  steps.forEach(({ by, change }, minute) => {
    events.push(...(change === undefined ? undo(by, minute, lastChange(spokenBy(by, events))) : request(by, minute, ...eventsFor(change, (step) => ({ span: `span${step}`, name: `tool${step}` })))));
  });
  return events;
}

test('journals merged in any order, with lines twice, amount to the same', () => {
  fc.assert(fc.property(history, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (steps, random) => {
    const events = journalsOf(steps);
    const shuffled = [...events, ...events.slice(0, 3)].map((event) => ({ event, key: random.next().value })).sort((a, b) => a.key - b.key).map(({ event }) => event);
    expect(foldLabel(shuffled)).toEqual(foldLabel(events));
  }));
});

test('an undo restores what was before the change', () => {
  fc.assert(fc.property(history, fc.constantFrom('ana', 'jonas', 'mei'), change, (steps, by, next) => {
    const before = journalsOf(steps);
    const changed = [...before, ...request(by, 30, ...eventsFor(next, () => undefined))];
    fc.pre(changed.length > before.length);
    expect(foldLabel([...changed, ...undo(by, 31, lastChange(spokenBy(by, changed)))])).toEqual(foldLabel(before));
  }));
});

test('another reviewer sorts a label into a class without speaking on the trace', () => {
  const events = [...request('ana', 1, { kind: 'verdict', value: 'fail' }, { kind: 'note', value: 'wrong order' }), ...request('mei', 2, { kind: 'relabel', value: { of: 'ana', class: { class: 'tool_arguments' } } })];
  expect(foldLabels(events)).toMatchObject({ label: { by: 'ana', class: { class: 'tool_arguments' }, classBy: 'mei', note: 'wrong order' }, own: [{ by: 'ana' }], disagree: false });
  expect(foldLabel([...events, ...request('ana', 3, { kind: 'class', value: { class: 'tool_selection' } })])).not.toHaveProperty('classBy');
});

test('reviewers disagree until somebody decides, and again when one of them speaks otherwise later', () => {
  const two = [...request('ana', 1, { kind: 'verdict', value: 'fail' }), ...request('mei', 2, { kind: 'verdict', value: 'pass' })];
  expect(foldLabels(two)).toMatchObject({ label: { by: 'mei', verdict: 'pass' }, disagree: true, adjudicated: null });
  const decided = [...two, ...request('jonas', 3, { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'mei'], class: { class: 'tool_selection' } } })];
  expect(foldLabels(decided)).toMatchObject({ label: { by: 'jonas', verdict: 'fail', class: { class: 'tool_selection' } }, disagree: false, adjudicated: { by: 'jonas', verdict: 'fail' } });
  expect(foldLabels([...decided, ...request('mei', 4, { kind: 'verdict', value: 'pass' })])).toMatchObject({ disagree: true });
});
