import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (...args: readonly string[]) => spawnSync('mount', args, { encoding: 'utf8' });

/** A disk of its own, in memory, with little room. Made only where one may mount: on Linux as root. */
export class SmallDisk implements Disposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @returns the disk, or why there is none */
  static of(megabytes: number): SmallDisk | string {
    if (process.platform !== 'linux') return 'a small disk can be mounted on Linux only';
    const path = realpathSync(mkdtempSync(join(tmpdir(), 'casebook-disk-')));
    const { status, stderr } = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'casebook-test', path);
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return `a small disk cannot be mounted here: ${stderr?.trim() || 'there is no mount'}`;
  }

  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Leaves no byte free. */
  fill(): void {
    const fd = openSync(this.file('filler'), 'a');
    try {
      for (const piece of [Buffer.alloc(65_536), Buffer.alloc(4096)]) while (writeSync(fd, piece) > 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(fd);
    }
  }

  grow(megabytes: number): void {
    const { status, stderr } = mount('-o', `remount,size=${megabytes}m`, this.path);
    if (status !== 0) throw new Error(`The small disk cannot be made larger: ${stderr}`);
  }

  [Symbol.dispose](): void {
    spawnSync('umount', [this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}
