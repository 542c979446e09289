import { expect, test } from 'vitest';
import { emptySpan } from '../../src/core/model/span.ts';
import type { StepDetail } from '../../src/core/model/trajectory.ts';
import { createStepLoader } from '../../webview/trajectory/stepLoader.ts';

const detail = (n: number, characters: number): StepDetail => ({ n, span: { ...emptySpan(`s${n}`, n, 'x'), statusMessage: 'x'.repeat(characters) }, documents: [], place: null, calls: [], cuts: [] });
const never = new AbortController().signal;

async function loaded(count: number, characters: number) {
  const asked: number[] = [];
  const loader = createStepLoader({ step: ({ n }) => (asked.push(n), Promise.resolve(detail(n, characters))) });
  for (let n = 1; n <= count; n++) await loader.load(n, never);
  return { loader, asked, here: Array.from({ length: count }, (_, index) => index + 1).filter((n) => loader.peek(n) !== undefined) };
}

test('keeps the latest steps, and fewer where they are long', async () => {
  expect((await loaded(60, 10)).here).toEqual(Array.from({ length: 48 }, (_, index) => index + 13));
  expect((await loaded(12, 4_000_000)).here).toEqual([11, 12]);
  expect((await loaded(3, 40_000_000)).here).toEqual([3]);
});

test('a step that was read again counts once', async () => {
  const { loader, asked } = await loaded(2, 4_000_000);
  loader.clear();
  for (let round = 0; round < 5; round++) await loader.load(1, never);
  await loader.load(2, never);
  expect(asked).toEqual([1, 2, 1, 2]);
  expect(loader.peek(1)).toBeDefined();
});

test('what is known before the whole trace is read is told, and not kept', async () => {
  const asked: (boolean | undefined)[] = [];
  const loader = createStepLoader({ step: ({ n, soon }) => (asked.push(soon), Promise.resolve({ ...detail(n, soon ? 1 : 10), ...(soon ? { partial: true as const } : {}) })) });
  const early: StepDetail[] = [];
  const whole = loader.load(7, never, (partial) => {
    early.push(partial);
    expect(loader.peek(7)).toBeUndefined();
  });
  expect((await whole).partial).toBeUndefined();
  expect(early.map(({ partial }) => partial)).toEqual([true]);
  expect(loader.peek(7)).toBe(await whole);
  expect(asked).toEqual([true, undefined]);
});

test('more of the conversation takes the place of the step that was here, but not of one that was read again', async () => {
  const asked: { readonly n: number; readonly long?: boolean | undefined }[] = [];
  const loader = createStepLoader({ step: ({ n, long }) => (asked.push({ n, long }), Promise.resolve({ ...detail(n, 10), ...(long ? { long: true as const } : {}) })) });
  await loader.load(7, never);
  await loader.lengthen(7);
  expect(loader.peek(7)?.long).toBe(true);
  expect(asked).toEqual([{ n: 7, long: undefined }, { n: 7, long: true }]);
  await loader.load(8, never);
  const late = loader.lengthen(8);
  loader.clear();
  await late;
  expect(loader.peek(8)).toBeUndefined();
});
