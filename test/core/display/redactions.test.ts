import { expect, test } from 'vitest';
import { personalKinds, redactionWords } from '../../../src/core/display/redactions.ts';
import { personalDetectors } from '../../../src/core/redaction/personal.ts';

test('personal data is told apart from secrets', () => {
  expect(redactionWords({ email: 1, phone: 2, jwt: 1 })).toEqual(['1 likely secret replaced: 1 jwt', '3 pieces of personal data replaced: 1 email, 2 phone']);
  expect(redactionWords({ 'us-ssn': 1 })).toEqual(['1 piece of personal data replaced: 1 us-ssn']);
  expect(redactionWords({})).toEqual([]);
});

test('each detector of personal data is known as one', () => expect([...personalKinds].sort()).toEqual(personalDetectors.map(({ id }) => id).sort()));
