import { expect, test } from 'vitest';
import { createLabelling } from '../../webview/label/labelling.ts';

/** A page whose writes end when told to. */
function labellingOf() {
  const written: unknown[] = [];
  const ends: (() => void)[] = [];
  const stored: Record<string, unknown> = {};
  const labelling = createLabelling({
    async label(change: object) {
      written.push(change);
      await new Promise<void>((resolve) => ends.push(resolve));
      return { ...Object.assign(stored, change), by: 'ada' } as never;
    },
    undo: () => Promise.reject(new Error('not asked for')),
  }, () => undefined);
  const ended = async (count: number) => {
    await expect.poll(() => ends.length).toBe(count);
    ends.at(-1)!();
  };
  return { labelling, written, ended };
}

test('a field that is left is written as it was then, and not with the half of another one', async () => {
  const { labelling, written, ended } = labellingOf();
  const { draft } = labelling;
  const verdict = labelling.verdict('fail');
  draft.set('fix', 'Ask first');
  const fix = labelling.saveFields('fix');
  draft.set('owner', 'a');
  await ended(1);
  await ended(2);
  await Promise.all([verdict, fix]);
  expect(written).toEqual([{ verdict: 'fail' }, { fix: 'Ask first' }]);
  expect(draft.fields.value).toMatchObject({ fix: 'Ask first', owner: 'a' });
  draft.set('owner', 'ada');
  const owner = labelling.saveFields('owner');
  await ended(3);
  await owner;
  expect(written.at(-1)).toEqual({ owner: 'ada' });
  expect(draft.change.value).toBeNull();
});

test('what is typed into a field while it is written stays, to be written when it is left again', async () => {
  const { labelling, written, ended } = labellingOf();
  const { draft } = labelling;
  draft.set('note', 'gave');
  const note = labelling.saveFields('note');
  draft.set('note', 'gave up');
  await ended(1);
  await note;
  expect(written).toEqual([{ note: 'gave' }]);
  expect(draft.change.value).toEqual({ note: 'gave up' });
});
