import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceSummary } from '../src/core/model/trajectory.ts';
import type { duckDb } from './duckdbPackage.ts';
import type { LabelRow } from './reviewData.ts';

export type ReviewInDuckDb = {
  /** The first page of a list, with the three counts over it. */
  list(where: string, order: string, page: number): Promise<unknown>;
  groups(column: string): Promise<unknown>;
  weeks(): Promise<unknown>;
  matrix(): Promise<unknown>;
  close(): void;
};

/** The rows of all traces in one table of DuckDB, joined with their labels, and what is asked of them as SQL. Words are looked for in question and answer only. */
export async function reviewInDuckDb({ DuckDBInstance }: ReturnType<typeof duckDb>, traces: readonly TraceSummary[], labels: readonly LabelRow[], folder: string): Promise<ReviewInDuckDb> {
  const [rows, said] = [join(folder, 'traces.jsonl'), join(folder, 'labels.jsonl')];
  writeFileSync(rows, traces.map(({ id, startUs, latencyMs, costUsd, failing, userId, facts, sessionId, models, toolsCalled, query, answer }) => JSON.stringify({
    id, start_us: startUs, latency_ms: latencyMs, cost_usd: costUsd, broken: failing === 'error' || failing === 'rejected', user_id: userId, role: facts.role ?? null, use_case: facts.useCase ?? null, session: sessionId, model: models[0] ?? null, tools: toolsCalled,
    words: `${query ?? ''}\n${answer ?? ''}`.toLowerCase(),
  })).join('\n'));
  writeFileSync(said, labels.map((label) => JSON.stringify(label)).join('\n'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const fields = { id: 'VARCHAR', start_us: 'BIGINT', latency_ms: 'DOUBLE', cost_usd: 'DOUBLE', broken: 'BOOLEAN', user_id: 'VARCHAR', role: 'VARCHAR', use_case: 'VARCHAR', session: 'VARCHAR', model: 'VARCHAR', tools: 'VARCHAR[]', words: 'VARCHAR' };
  const columns = `{${Object.entries(fields).map(([name, type]) => `${name}: '${type}'`).join(', ')}}`;
  await connection.run(`
    CREATE TABLE label AS SELECT trace AS id, verdict, class, lower(note) AS note, "lastGood" AS last_good, "firstWrong" AS first_wrong FROM read_json('${said}', format = 'newline_delimited', columns = {trace: 'VARCHAR', verdict: 'VARCHAR', "class": 'VARCHAR', lastGood: 'VARCHAR', firstWrong: 'VARCHAR', note: 'VARCHAR'});
    CREATE TABLE trace AS SELECT t.*, l.verdict, l.class, l.note, l.last_good, l.first_wrong, CASE l.verdict WHEN 'fail' THEN true WHEN 'pass' THEN false ELSE t.broken END AS failing
      FROM read_json('${rows}', format = 'newline_delimited', columns = ${columns}) t LEFT JOIN label l ON l.id = t.id ORDER BY t.start_us;`);
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  return {
    async list(where, order, page) {
      return [await ask(`SELECT id, start_us, latency_ms, user_id, model, verdict, class FROM trace WHERE ${where} ORDER BY ${order} LIMIT ${page}`), await ask(`SELECT count(*), count(*) FILTER (failing), count(*) FILTER (verdict IS NULL) FROM trace WHERE ${where}`)];
    },
    groups: (column) => ask(column === 'tool' ? 'SELECT tool, count(*), count(*) FILTER (failing), max(start_us) FROM (SELECT unnest(tools) AS tool, failing, start_us FROM trace) GROUP BY 1' : `SELECT ${column}, count(*), count(*) FILTER (failing), max(start_us) FROM trace GROUP BY 1`),
    weeks: () => ask(`SELECT date_trunc('week', make_timestamp(start_us)), class, count(*) FROM trace WHERE verdict IS NOT NULL GROUP BY 1, 2`),
    matrix: () => ask(`SELECT last_good, first_wrong, count(*), list(id) FROM trace WHERE verdict = 'fail' AND last_good IS NOT NULL AND first_wrong IS NOT NULL GROUP BY 1, 2`),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
