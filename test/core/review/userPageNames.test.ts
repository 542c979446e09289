import { expect, test } from 'vitest';
import { userPageNames } from '../../../src/core/review/userPageNames.ts';

test('pages are named after users, without what no file name can hold', () => {
  expect(userPageNames(['Ana', 'ben@shop.example', 'user/7', '../../etc', '🙂', 'Zoë'])).toEqual(['ana.html', 'ben.html', 'user-7.html', 'etc.html', 'user.html', 'zoë.html']);
});

test('names that come to the same are told apart, whichever system keeps the files', () => {
  expect(userPageNames(['ana', 'Ana', 'ana-2', 'ana@b.example', '🙂', '🙃'])).toEqual(['ana.html', 'ana-2.html', 'ana-2-2.html', 'ana-3.html', 'user.html', 'user-2.html']);
});

test('names of devices, which Windows makes no file of', () => {
  expect(userPageNames(['con', 'Con_', 'nul.1', 'lpt1', 'conrad'])).toEqual(['con_.html', 'con__.html', 'nul_.1.html', 'lpt1_.html', 'conrad.html']);
});

test('long names fit every file system, and each keeps its own whoever else is there', () => {
  const [a, b] = [`${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`];
  const [first, second] = userPageNames([a, b]) as [string, string];
  expect(first).toMatch(/^x{48}-[0-9a-f]{8}\.html$/);
  expect(second).not.toBe(first);
  expect(userPageNames([b])).toEqual([second]);
  for (const letter of ['ü', '漢', '𝒳']) expect(new TextEncoder().encode(userPageNames([letter.repeat(400)])[0]).length).toBeLessThan(250);
});
