import { expect, test } from 'vitest';
import { askInTurn, type Step, type StepAnswer } from '../../src/extension/services/steps.ts';

type State = readonly string[];

/** A question that answers from a script and says that it was asked. */
function question(name: string, asked: string[], ...script: readonly ('next' | 'back' | 'away' | 'skip')[]): Step<State> {
  let turn = 0;
  return async (state) => {
    asked.push(name);
    const kind = script[turn++] ?? 'next';
    return (kind === 'next' ? { kind, state: [...state, `${name}${turn}`] } : { kind }) satisfies StepAnswer<State>;
  };
}

test('answers add up in turn', async () => {
  expect(await askInTurn([question('a', []), question('b', [])], [])).toEqual(['a1', 'b1']);
});

test('going back forgets the answer before and asks for it again', async () => {
  const asked: string[] = [];
  expect(await askInTurn([question('a', asked), question('b', asked, 'back'), question('c', asked)], [])).toEqual(['a2', 'b2', 'c1']);
  expect(asked).toEqual(['a', 'b', 'a', 'b', 'c']);
});

test('going back passes over a question that did not apply', async () => {
  const asked: string[] = [];
  expect(await askInTurn([question('a', asked), question('b', asked, 'skip', 'skip'), question('c', asked, 'back')], [])).toEqual(['a2', 'c2']);
  expect(asked).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
});

test('putting one away, or going back from the first, gives nothing', async () => {
  expect(await askInTurn([question('a', []), question('b', [], 'away')], [])).toBeUndefined();
  expect(await askInTurn([question('a', [], 'back')], [])).toBeUndefined();
});
