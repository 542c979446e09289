import { expect, test } from 'vitest';
import { packSteps, unpackSteps } from '../../src/core/trajectory/packedSteps.ts';
import { rehearsedTrace } from '../../webview/rehearsedTrace.ts';
import { firstScreen } from '../../webview/firstScreen.tsx';

const drawn = (turns: number) => firstScreen({ skeleton: rehearsedTrace(turns), classes: [], reviewer: null, state: null, keys: {} }, 'en')!.html;

test('a rehearsal draws what pages are made of: rows of each kind, times, tokens, cost and failures', () => {
  const html = drawn(30);
  const parts = ['kind llm', 'kind tool', 'kind retrieval', 'cellTime', 'cellTokens', 'cellCost', 'stepBar', 'aria-label="Failed"', 'aria-label="A step below failed"'];
  expect(parts.filter((part) => !html.includes(part))).toEqual([]);
  expect(drawn(330).match(/id="step-/g)!.length).toBeGreaterThan(30);
});

test('its steps are made as those of the index are, or what was learned of them would not hold for those', () => {
  const { steps } = rehearsedTrace(3);
  expect(steps.map((step) => Object.keys(step))).toEqual(unpackSteps(packSteps(steps)).map((step) => Object.keys(step)));
  // Beyond small integers, as recorded times are.
  expect(steps.every(({ startUs }) => startUs! > 2 ** 31)).toBe(true);
});
