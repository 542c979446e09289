import { describe, expect, test } from 'vitest';
import { missingLine, missingWords, scoreWords, verdictWords } from '../../../src/core/display/completeness.ts';
import type { Completeness, LookedFor } from '../../../src/core/doctor/completeness.ts';
import { lookedFor, nothingLookedFor } from '../../../src/core/doctor/completeness.ts';
import { missingFields } from '../../../src/core/doctor/missing.ts';
import { answeredOf, verdictsOf } from '../../../src/core/doctor/verdicts.ts';

/** Everything of 4 traces, but for what is given. */
function found(shares: Partial<Record<LookedFor, readonly [have: number, of: number]>>): Completeness {
  return Object.fromEntries((Object.keys(lookedFor) as LookedFor[]).map((field) => {
    const [have, of] = shares[field] ?? [4, 4];
    return [field, { have, of }];
  })) as Completeness;
}

const verdict = (id: string, completeness: Completeness) => verdictsOf(completeness).find((each) => each.id === id)!;

describe('a question', () => {
  test('is answered where every trace answers it', () => expect(verdict('query', found({}))).toMatchObject({ answered: 'all', share: { have: 4, of: 4 } }));
  test('is answered in part, or not at all', () => {
    expect(verdict('response', found({ response: [1, 4] }))).toMatchObject({ answered: 'some', share: { have: 1, of: 4 } });
    expect(verdict('feedback', found({ feedback: [0, 4] }))).toMatchObject({ answered: 'none', share: { have: 0, of: 4 } });
  });
  test('of two parts is answered in part where one of them is there', () => {
    const half = verdict('toolPicked', found({ why: [0, 4] }));
    expect(half).toMatchObject({ answered: 'some', share: { have: 0, of: 4 } });
    expect(verdictWords(half)).toBe('the tools called 4 of 4, the reason for the first call 0 of 4');
  });
  test('wants no reason where no tool was called', () => {
    const silent = verdict('toolPicked', found({ why: [0, 0] }));
    expect(silent.answered).toBe('all');
    expect(verdictWords(silent)).toBe('4 of 4');
  });
  test('counts only the traces that have all its parts', () => expect(verdict('toolPicked', found({ toolPicked: [3, 4], why: [1, 2] })).share).toEqual({ have: 2, of: 4 }));
  test('is not answered by no traces', () => expect(answeredOf(verdictsOf(nothingLookedFor))).toBe(0));
});

describe('what is missing', () => {
  test('is named with how many lack it', () => {
    expect(missingFields(found({ cost: [0, 12], user: [1, 4] })).map(missingWords)).toEqual(['the user in 3 of 4 traces', 'cost in all 12 model calls']);
    expect(missingFields(found({ why: [0, 1] })).map(missingWords)).toEqual(['the reason for the first call']);
  });
  test('is one line, or none', () => {
    expect(missingLine(found({ arguments: [0, 2] }))).toBe('Not recorded: arguments in all 2 tool calls');
    expect(missingLine(found({}))).toBeNull();
    expect(missingLine(null)).toBeNull();
  });
});

test('the score says how many of the six', () => expect(scoreWords(verdictsOf(found({ feedback: [0, 4], why: [2, 4] })))).toBe('4 of 6 questions answered'));
