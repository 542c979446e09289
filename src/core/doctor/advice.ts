import type { Completeness, LookedFor } from './completeness.ts';
import type { Never, Setting } from './framework.ts';
import { foundScores } from './frameworks/foundScores.ts';
import { frameworks } from './frameworks/registry.ts';
import { missingFields } from './missing.ts';
import type { Seen } from './seen.ts';

/** What one framework can add to what is missing, and what it cannot. */
export type Advice = {
  readonly framework: string;
  readonly title: string;
  /** By what it was recognised; null for what is true of any export. */
  readonly because: string | null;
  readonly settings: readonly Setting[];
  readonly never: readonly Never[];
};

/** What to switch on so that the next export has what this one lacks, by framework, the most specific first. Nothing where nothing is missing. */
export function adviceFor(completeness: Completeness, seen: Seen): readonly Advice[] {
  const missing = new Set(missingFields(completeness).map(({ field }) => field));
  const covered = new Set<LookedFor>();
  const wanted = ({ fields }: { readonly fields: readonly LookedFor[] }) => fields.filter((field) => missing.has(field));
  const advice: Advice[] = [];
  for (const framework of frameworks) {
    const { id, title, settings, never = [], general } = framework;
    const because = framework.recognise(seen);
    if (because === undefined) continue;
    const useful = [...settings, ...(framework.settingsFor?.(seen, completeness) ?? [])].flatMap((setting): readonly Setting[] => {
      const adds = wanted({ fields: setting.adds }).filter((field) => general !== 'rest' || !covered.has(field));
      // What is there already need not be made.
      const isThere = general === undefined && String(setting.adds) === 'feedback' && advice.some((each) => each.framework === foundScores.id);
      return adds.length === 0 || isThere ? [] : [{ ...setting, adds }];
    });
    const lacking = never.flatMap((each): readonly Never[] => {
      const fields = wanted(each);
      return fields.length === 0 ? [] : [{ ...each, fields }];
    });
    if (useful.length === 0 && lacking.length === 0) continue;
    for (const fields of [...useful.map(({ adds }) => adds), ...lacking.map((each) => each.fields)]) for (const field of fields) covered.add(field);
    advice.push({ framework: id, title, because: general === undefined ? because : null, settings: useful, never: lacking });
  }
  return advice;
}
