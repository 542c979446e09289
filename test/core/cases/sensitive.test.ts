import { expect, it } from 'vitest';
import { findIn, redactedPaths, replaceIn } from '../../../src/core/cases/sensitive.ts';

const material = { query: 'Mail ana@example.com', calls: [{ args: { to: 'ana@example.com', n: 1 } }] };

it('finds a value once, with every place it stands', () => {
  expect(findIn(material)).toMatchObject([{ kind: 'personal', value: 'ana@example.com', where: ['query', 'calls[0].args.to'] }]);
});

it('replaces it everywhere and says where something was replaced', () => {
  const clean = replaceIn(material, findIn(material));
  expect(JSON.stringify(clean)).not.toContain('ana@');
  expect(redactedPaths(clean)).toEqual(['query', 'calls[0].args.to']);
  expect(findIn(clean)).toEqual([]);
});

it('leaves the value alone when nothing was chosen', () => {
  expect(replaceIn(material, [])).toBe(material);
});
