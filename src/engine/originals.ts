import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { formatBytes } from '../core/display/numbers.ts';
import { stepDetail } from '../core/trajectory/detail.ts';
import { UserError } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import type { Bytes } from './containers/bytes.ts';
import { unpack } from './containers/unpack.ts';
import { diskFileOf } from './diskFile.ts';
import { fileOnDisk } from './sourceFile.ts';
import type { Workspace } from './workspace.ts';

/** What a clipboard takes without harm; more is read in the file itself. */
const mostBytes = 32 << 20;

type Place = { readonly file: string; readonly offset: number; readonly length: number; readonly sha256: string };

/** Records as their files have them, with whatever the import replaced. Nothing of them is kept. */
export function createOriginals(workspace: Workspace, store: Store, resolve: (ref: string) => string): Pick<EngineApi, 'readOriginal'> {
  function placesOf(trace: string, n: number | undefined): readonly Place[] {
    const id = resolve(trace);
    const records = store.readRecords(id) ?? [];
    if (n === undefined) return records;
    const stored = store.readTrace(id);
    const detail = stored && stepDetail(stored, n);
    if (!detail) throw new UserError('no-such-step', `Trace ${trace} has no step ${n}.`, 'Open the trajectory to see the numbers.');
    const { place } = detail;
    const record = place && records.find((each) => each.file === place.file && each.offset === place.offset && each.length === place.length);
    if (!record) throw new UserError('no-record', `Step ${n} was read from no single record: it was made from several.`, 'Copy the original of the whole trace instead.');
    return [record];
  }

  function opened(file: string): Bytes {
    const disk = diskFileOf(workspace.resolve(file));
    if (disk === undefined) throw gone(file);
    for (const each of unpack(fileOnDisk(disk, workspace.display(disk), false))) {
      if ('open' in each && each.shownAs === file) return each.open();
    }
    throw gone(file);
  }

  return {
    readOriginal({ trace, n }) {
      const places = placesOf(trace, n);
      const bytes = places.reduce((sum, { length }) => sum + length, 0);
      if (bytes > mostBytes) throw new UserError('too-long', `The original is ${formatBytes(bytes)} long, and a clipboard takes ${formatBytes(mostBytes)}.`, n === undefined ? 'Copy the original of one step, or open the source file.' : 'Open the source file instead.');
      const open = new Map<string, Bytes>();
      try {
        const texts = places.map(({ file, offset, length, sha256 }) => {
          const source = open.get(file) ?? opened(file);
          open.set(file, source);
          const record = source.read(offset, length);
          if (hash('sha256', record) !== sha256) {
            throw new UserError('source-changed', `${file} has changed since it was imported: another record stands there now. Nothing was copied.`, 'Import it again, then copy.');
          }
          return Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString('utf8');
        });
        return { text: texts.join('\n'), records: places.length, bytes, files: [...open.keys()] };
      } finally {
        for (const each of open.values()) each.close();
      }
    },
  };
}

function gone(file: string): UserError {
  return new UserError('source-gone', `${file} has moved or was deleted, so the original of ${basename(file)} cannot be read. What was imported is kept.`, 'Put the file back, or import it from where it is now.');
}
