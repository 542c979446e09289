import { duckDb } from './duckdbPackage.ts';

const value = 'STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue DOUBLE, boolValue BOOLEAN, arrayValue STRUCT("values" STRUCT(stringValue VARCHAR)[]))';
const attributes = `STRUCT("key" VARCHAR, "value" ${value})[]`;
const span = `STRUCT(traceId VARCHAR, spanId VARCHAR, parentSpanId VARCHAR, "name" VARCHAR, kind INTEGER, startTimeUnixNano VARCHAR, endTimeUnixNano VARCHAR,
  attributes ${attributes}, status STRUCT(code INTEGER, message VARCHAR), events STRUCT("name" VARCHAR, timeUnixNano VARCHAR, attributes ${attributes})[])`;
const resourceSpans = `STRUCT(resource STRUCT(attributes ${attributes}), scopeSpans STRUCT("scope" STRUCT("name" VARCHAR, version VARCHAR), spans ${span}[])[])[]`;

/**
 * Reads OTLP/JSON lines into a flat table of spans, with a schema that is told to it: the fastest way from such a file into DuckDB.
 * It has no full text, no messages of their own, no redaction and no answer to whether a file was read before.
 * @returns spans
 */
export async function loadIntoDuckDb(file: string, database: string, threads: number): Promise<number> {
  const instance = await duckDb().DuckDBInstance.create(database, { threads: String(threads) });
  const connection = await instance.connect();
  const quoted = file.replaceAll("'", "''");
  await connection.run(`
    CREATE TABLE span AS
    SELECT s.traceId AS trace_id, s.spanId AS span_id, s.parentSpanId AS parent_id, s."name" AS "name", s.kind AS kind, s.startTimeUnixNano::BIGINT // 1000 AS start_us,
      s.endTimeUnixNano::BIGINT // 1000 AS end_us, s.status.code AS status, s.status.message AS status_message, "scope"."name" AS "scope", s.attributes AS attributes, s.events AS events
    FROM (
      SELECT scoped."scope" AS "scope", unnest(scoped.spans) AS s
      FROM (SELECT unnest(r.scopeSpans) AS scoped FROM (SELECT unnest(resourceSpans) AS r FROM read_json('${quoted}', format = 'newline_delimited', columns = {resourceSpans: '${resourceSpans}'}, maximum_object_size = 268435456)))
    )`);
  await connection.run('CHECKPOINT');
  const [row] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM span')).getRows();
  connection.closeSync();
  instance.closeSync();
  return Number(row?.[0]);
}
