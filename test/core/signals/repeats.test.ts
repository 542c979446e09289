import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../../src/core/model/span.ts';
import { repeatsOf } from '../../../src/core/signals/repeats.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, tool, user } from '../trajectory/spans.ts';

let id = 0;
const under = { parentId: 'run' };
const fails = (name: string, args: Record<string, string | number>, parts: Partial<Span> = {}) => tool(`s${++id}`, name, args, { ...under, status2: 'error', result: `${name} broke`, ...parts });
const works = (name: string, args: Record<string, string | number>, result: string, parts: Partial<Span> = {}) => tool(`s${++id}`, name, args, { ...under, result, ...parts });
const turn = (text = '', parts: Partial<Span> = {}) => span(`s${++id}`, { kind: 'llm', ...under, output: [assistant(text, ...(text === '' ? [{ id: null, name: 'x' }] : []))], ...parts });
const silent = () => span(`s${++id}`, { kind: 'llm', ...under });
const run = () => span('run', { kind: 'agent' });
const found = (spans: readonly Span[]) => repeatsOf(assemble(spans)).map(({ kind, steps, rounds, words, recovered }) => ({ kind, steps, rounds, words, recovered }));

describe('repeats', () => {
  it('are attempts of one call after it failed, with the turns of the model between them', () => {
    expect(found([run(), silent(), fails('getOrder', { id: 1 }), silent(), fails('getOrder', { id: 1 }), silent(), fails('getOrder', { id: 1 }), turn('Sorry.')])).toEqual([
      { kind: 'retry', steps: [3, 4, 5, 6, 7], rounds: [3, 5, 7], words: '3 attempts, same arguments, never recovered', recovered: false },
    ]);
  });

  it('are attempts that a client makes of one request by itself, one after the other', () => {
    const asked = span('asks', { kind: 'llm', ...under, output: [assistant('', { id: 'c1', name: 'getOrder', arguments: {} })] });
    const attempt = (startUs: number, endUs: number) => fails('getOrder', { id: 1 }, { startUs, endUs, tool: { name: 'getOrder', callId: 'c1', description: null, arguments: { id: 1 }, result: { status: 422 }, status: 'error' } });
    expect(found([run(), asked, attempt(0, 5), attempt(1_000_000, 1_000_005), attempt(3_000_000, 3_000_005), turn('It is on its way.')])).toEqual([
      { kind: 'retry', steps: [3, 4, 5], rounds: [3, 4, 5], words: '3 attempts, same arguments, never recovered', recovered: false },
    ]);
    expect(found([run(), asked, attempt(0, 9), attempt(1, 8)])).toEqual([]);
  });

  it('say whether and where the call worked in the end', () => {
    expect(found([run(), fails('getOrder', { id: 1 }), works('getOrder', { id: 1 }, 'open')])[0]).toMatchObject({ words: '2 attempts, same arguments, the last one succeeded', recovered: true });
    expect(found([run(), fails('getOrder', { id: 1 }), fails('getOrder', { id: 1 }), works('find', { q: 1 }, 'x'), works('getOrder', { id: 1 }, 'open')])[0]).toMatchObject({ words: '2 attempts, same arguments, succeeded at step 5', recovered: true });
    expect(found([run(), fails('getOrder', { id: 1 }), fails('getOrder', { id: 1 }), works('getOrder', { id: 'A1' }, 'open')])[0]).toMatchObject({ words: '2 attempts, same arguments, succeeded with others at step 4', recovered: true });
    expect(found([run(), fails('Bash', { command: 'make' }), fails('Bash', { command: 'make' }), works('Bash', { command: 'ls' }, 'a')])[0]).toMatchObject({ recovered: false });
  });

  it('know a failure that no status tells of by what the tool answered', () => {
    expect(found([run(), works('getOrder', { id: 1 }, 'Error: no such order'), works('getOrder', { id: 1 }, 'Error: no such order')])).toMatchObject([{ kind: 'retry', recovered: false }]);
  });

  it('are no attempts where the arguments differ, the calls were asked for together, a guard refused one, or somebody spoke in between', () => {
    expect(found([run(), fails('getOrder', { id: 1 }), fails('getOrder', { id: 2 })])).toEqual([]);
    expect(found([run(), fails('getOrder', { id: 1 }, { startUs: 0, endUs: 5 }), fails('getOrder', { id: 1 }, { startUs: 1, endUs: 6 })])).toEqual([]);
    expect(found([run(), tool('b1', 'pay', { eur: 1 }, { ...under, status2: 'blocked' }), tool('b2', 'pay', { eur: 1 }, { ...under, status2: 'blocked' })])).toEqual([]);
    expect(found([run(), fails('getOrder', { id: 1 }), turn('Which order?'), turn('', { input: [user('The first.')] }), fails('getOrder', { id: 1 })])).toEqual([]);
  });

  it('are the same call with the same result, and not one that tells something new', () => {
    expect(found([run(), works('getOrder', { id: 1 }, 'open'), silent(), works('getOrder', { id: 1 }, 'open')])).toEqual([
      { kind: 'repeat', steps: [2, 3, 4], rounds: [2, 4], words: '2 times the same call and the same result', recovered: null },
    ]);
    expect(found([run(), works('getJob', { id: 1 }, '10 %'), works('getJob', { id: 1 }, '20 %'), works('getJob', { id: 1 }, '30 %')])).toEqual([]);
  });

  it('are rounds of several calls that fail in the same way, whatever the time they took', () => {
    const round = (seconds: number) => [works('Edit', { path: 'a.ts', text: `v${seconds}` }, 'edited'), silent(), fails('Bash', { command: 'npm test' }, { tool: { name: 'Bash', callId: null, description: null, arguments: { command: 'npm test' }, result: `1 failing (${seconds}.3 s)`, status: 'error' } })];
    expect(found([run(), ...round(1), ...round(2), ...round(3), works('Read', { path: 'a.ts' }, 'code')])).toEqual([
      { kind: 'loop', steps: [2, 3, 4, 5, 6, 7, 8, 9, 10], rounds: [2, 5, 8], words: 'Loop: 3 rounds of the same Edit and the same failing Bash', recovered: false },
    ]);
  });

  it('are no loop where the work goes on: another file, another failure, or a test that passes', () => {
    const rounds = (make: (at: number) => Span[]) => [run(), ...[1, 2, 3, 4].flatMap(make)];
    expect(found(rounds((at) => [works('Edit', { path: `${at}.ts` }, 'edited'), works('Bash', { command: 'npm test' }, '48 passing')]))).toEqual([]);
    expect(found(rounds((at) => [works('Edit', { path: 'a.ts', text: `v${at}` }, 'edited'), fails('Bash', { command: 'npm test' }, { statusMessage: `${at} failing`, tool: { name: 'Bash', callId: null, description: null, arguments: { command: 'npm test' }, result: `test ${'abcd'[at]} fails`, status: 'error' } })]))).toEqual([]);
    expect(found(rounds((at) => [works('Edit', { path: 'a.ts', text: `v${at}` }, 'edited'), works('Bash', { command: 'npm test' }, '48 passing')]))).toEqual([]);
  });

  it('stand at the level of what repeats: turns that hold their calls', () => {
    const turns = [1, 2, 3].flatMap((at) => [span(`m${at}`, { kind: 'llm', ...under }), tool(`t${at}`, 'getOrder', { id: 1 }, { parentId: `m${at}`, status2: 'error', result: 'broke' })]);
    expect(found([run(), ...turns])).toEqual([{ kind: 'retry', steps: [2, 3, 4, 5, 6, 7], rounds: [2, 4, 6], words: '3 attempts, same arguments, never recovered', recovered: false }]);
  });

  it('leave out what only carries others', () => {
    const wrapped = [1, 2].flatMap((at) => [span(`h${at}`, { ...under, attributes: { 'http.method': 'POST' } }), tool(`t${at}`, 'getOrder', { id: 1 }, { parentId: `h${at}`, status2: 'error', result: 'broke' })]);
    expect(found([run(), ...wrapped])).toMatchObject([{ steps: [2, 3], rounds: [2, 3] }]);
  });

  it('never overlap, and each is a stretch of the shown rows, whatever the trace', () => {
    const call = fc.record({ name: fc.constantFrom('a', 'b'), arg: fc.constantFrom(1, 2), ok: fc.boolean(), parent: fc.nat(6), kind: fc.constantFrom('tool', 'llm', 'other', 'agent') });
    fc.assert(fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
      const spans = calls.map(({ name, arg, ok, parent, kind }, at) => {
        const below = { parentId: at === 0 ? null : `p${Math.max(0, at - 1 - parent)}` };
        return kind === 'tool' ? tool(`p${at}`, name, { arg }, { ...below, status2: ok ? 'ok' : 'error', result: 'same' }) : span(`p${at}`, { ...below, kind: kind as Span['kind'] });
      });
      const assembled = assemble(spans);
      const rows = new Map(assembled.steps.filter((step) => !step.noise).map((step, row) => [step.n, row]));
      const seen = new Set<number>();
      for (const { steps, rounds } of repeatsOf(assembled)) {
        expect(steps.map((step) => rows.get(step)! - rows.get(steps[0]!)!)).toEqual(steps.map((_, at) => at));
        expect(rounds[0]).toBe(steps[0]);
        expect(rounds.every((round) => steps.includes(round))).toBe(true);
        for (const step of steps) expect(seen.has(step)).toBe(false);
        for (const step of steps) seen.add(step);
      }
    }));
  });
});
