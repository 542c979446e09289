import { settingsNames } from '../core/cases/settings.ts';
import type { SettingsName } from '../core/cases/settings.ts';

/** Which of the files people write this is, by its name; undefined for any other. */
export type DocumentKind = 'case' | SettingsName;

export function kindOf(uri: string): DocumentKind | undefined {
  if (/\.case\.(ya?ml|json)$/i.test(uri)) return 'case';
  const name = /\/casebook\/(\w+)\.ya?ml$/i.exec(uri)?.[1]?.toLowerCase();
  return settingsNames.find((each) => each === name);
}
