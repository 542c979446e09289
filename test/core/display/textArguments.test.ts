import { expect, test } from 'vitest';
import { whyText } from '../../../src/core/display/textArguments.ts';

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

test.each(['', '{', '{"a": 1', 'plain words', '12', '"{}"', 'null', deep(400).slice(0, -1)])('%s is no JSON', (text) => expect(whyText(text)).toBe('not JSON'));
test.each([200, 400, 5000])('%s levels of JSON are only too deep', (levels) => expect(whyText(deep(levels))).toBe('nested too deep to show as a tree'));
