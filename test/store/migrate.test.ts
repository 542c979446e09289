import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Migration } from '../../src/store/migrate.ts';
import { migrate } from '../../src/store/migrate.ts';
import { indexMigrations, searchMigrations } from '../../src/store/migrations/registry.ts';

const people: Migration = { name: '001-people', up: (db, schema) => db.exec(`CREATE TABLE ${schema}.person (name TEXT)`) };
const ages: Migration = { name: '002-ages', up: (db, schema) => db.exec(`ALTER TABLE ${schema}.person ADD COLUMN age INTEGER`) };

test('what is missing is applied in order, once, and rows stay', () => {
  using db = memory();
  expect(migrate(db, 'main', [people])).toEqual({ state: 'current', applied: ['001-people'] });
  db.exec(`INSERT INTO person VALUES ('Ana')`);
  expect(migrate(db, 'main', [people, ages])).toEqual({ state: 'current', applied: ['002-ages'] });
  expect(migrate(db, 'main', [people, ages])).toEqual({ state: 'current', applied: [] });
  expect(db.prepare('SELECT * FROM person').all()).toEqual([{ name: 'Ana', age: null }]);
});

test('a step that fails leaves neither its work nor its record', () => {
  using db = memory();
  migrate(db, 'main', [people]);
  const broken: Migration = {
    name: '002-ages',
    up(each) {
      each.exec('CREATE TABLE half (a)');
      throw new Error('power cut');
    },
  };
  expect(() => migrate(db, 'main', [people, broken])).toThrow('power cut');
  expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half'`).all()).toEqual([]);
  expect(migrate(db, 'main', [people, ages])).toEqual({ state: 'current', applied: ['002-ages'] });
});

test('a name that is not known was written by a newer version: nothing is touched', () => {
  using db = memory();
  migrate(db, 'main', [people, { name: '003-later', up() {} }]);
  expect(migrate(db, 'main', [people, ages])).toEqual({ state: 'newer', unknown: ['003-later'] });
  expect(db.prepare('PRAGMA table_info(person)').all()).toHaveLength(1);
});

test('traces without a clock go behind all others, with what they are filtered by', () => {
  using db = memory();
  migrate(db, 'main', indexMigrations.filter(({ name }) => name !== '004-undated-last'));
  const add = db.prepare(`INSERT INTO trace (id, native_id, format, sha256, at_us, start_us) VALUES (?, ?, 'chat', '', ?, ?)`);
  add.run('tr_1', 'dated', 1_700_000_000_000_000, 1_700_000_000_000_000);
  add.run('tr_2', 'undated', 1_790_000_000_000_000, null);
  db.exec(`INSERT INTO trace_facet SELECT 'tool', 'getOrder', at_us, key FROM trace`);
  expect(migrate(db, 'main', indexMigrations)).toEqual({ state: 'current', applied: ['004-undated-last'] });
  expect(db.prepare('SELECT native_id FROM trace ORDER BY at_us DESC').pluck().all()).toEqual(['dated', 'undated']);
  expect(db.prepare('SELECT count(*) FROM trace_facet f JOIN trace t ON t.key = f.trace AND t.at_us = f.at_us').pluck().get()).toBe(2);
});

test('names of migrations stay as they are: files in the field record them', () => {
  expect(indexMigrations.map(({ name }) => name).slice(0, 2)).toEqual(['001-traces', '002-results']);
  expect(searchMigrations.map(({ name }) => name).slice(0, 1)).toEqual(['001-search']);
  const all = [...indexMigrations, ...searchMigrations].map(({ name }) => name);
  expect(new Set(all).size).toBe(all.length);
});

function memory() {
  const db = new Database(':memory:');
  return Object.assign(db, { [Symbol.dispose]: () => void db.close() });
}
