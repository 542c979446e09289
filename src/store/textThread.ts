import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { TextChanges } from './messageTexts.ts';
import { createTextWriter } from './messageTexts.ts';

/**
 * A thread that writes full text while the import goes on: tokenizing costs as much as all other rows together, and the
 * search file is a file of its own. Started by textWriting.ts. Answers each batch with null, or with what went wrong.
 */
const { file } = workerData as { readonly file: string };
const db = new Database(file, { timeout: 30_000 });
db.pragma('synchronous = OFF');
db.pragma('cache_size = -65536');
db.pragma('wal_autocheckpoint = 16000');
const writer = createTextWriter(db, 'main');
const write = db.transaction((changes: TextChanges) => writer.apply(changes));

parentPort?.on('message', (changes: TextChanges | null) => {
  if (changes === null) {
    db.close();
    parentPort?.close();
    return;
  }
  let problem: string | null = null;
  try {
    write.immediate(changes);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  parentPort?.postMessage(problem);
});
