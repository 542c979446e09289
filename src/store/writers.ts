import { hostname } from 'node:os';
import type { Database } from 'better-sqlite3';

/** Who writes to the index now, so that who has to wait can name them. */
export function createWriters(db: Database) {
  const enter = db.prepare<[number, string, string, string]>('INSERT OR REPLACE INTO writer VALUES (?, ?, ?, ?)');
  const leave = db.prepare<[number, string]>('DELETE FROM writer WHERE pid = ? AND host = ?');
  const others = db.prepare<[number, string], { pid: number; host: string; since: string; what: string }>('SELECT pid, host, since, what FROM writer WHERE NOT (pid = ? AND host = ?) ORDER BY since');
  const host = hostname();
  return {
    enter(what: string): void {
      for (const each of others.all(process.pid, host)) if (each.host === host && !isRunning(each.pid)) leave.run(each.pid, host);
      enter.run(process.pid, host, new Date().toISOString(), what);
    },
    leave: (): void => void leave.run(process.pid, host),
    /** Such as "process 4711 (import, since 10:42:07)"; undefined when nobody signed in. */
    others(): string | undefined {
      const running = others.all(process.pid, host).filter((each) => each.host !== host || isRunning(each.pid));
      if (running.length === 0) return undefined;
      return running.map((each) => `process ${each.pid}${each.host === host ? '' : ` on ${each.host}`} (${each.what}, since ${each.since.slice(11, 19)} UTC)`).join(' and ');
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
