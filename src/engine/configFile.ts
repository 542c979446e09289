import { statSync } from 'node:fs';
import { keepsFromReading, readSettings, type Settings, type SettingsName } from '../core/cases/settings.ts';
import { UserError } from '../core/support/errors.ts';
import { positionAt } from '../core/support/positions.ts';
import type { Workspace } from './workspace.ts';

const whenMissing: Settings = { config: {}, taxonomy: { classes: [] }, release: {} };

/**
 * config.yaml, taxonomy.yaml or release.yaml, read again when it has changed. A missing or empty file means its defaults; a broken one
 * throws a UserError that names the place of the first problem, and how many more there are.
 */
export function createSettingsFile<Name extends SettingsName>(workspace: Workspace, name: Name): () => Settings[Name] {
  const path = { config: workspace.configFile, taxonomy: workspace.taxonomyFile, release: workspace.releaseFile }[name];
  let stamp: string | undefined;
  let value: Settings[Name] = whenMissing[name];
  let broken: UserError | undefined;
  return () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const now = stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    if (now !== stamp) {
      const text = stat ? workspace.read(path) : undefined;
      const read = text === undefined ? whenMissing[name] : parse(name, text, workspace.display(path));
      if (read instanceof UserError) broken = read;
      else [value, broken] = [read, undefined];
      stamp = now;
    }
    if (broken) throw broken;
    return value;
  };
}

function parse<Name extends SettingsName>(name: Name, text: string, file: string): Settings[Name] | UserError {
  const { value, problems } = readSettings(name, text);
  const [first, ...more] = problems.filter(keepsFromReading);
  if (!first) return value ?? whenMissing[name];
  const { line, column } = positionAt(text, first.range.start);
  return new UserError('broken-config', `${file}:${line}:${column} ${first.code} ${first.message}`, more.length === 0 ? 'Mend the line, or take it out to get the default.' : `And ${more.length} more; casebook validate shows all.`);
}
