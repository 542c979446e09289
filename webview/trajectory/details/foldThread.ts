import type { ThreadItem } from '../../../src/core/model/thread.ts';
import { saidText } from './saidText.ts';

export type ThreadRun = { readonly type: 'item'; readonly item: ThreadItem; /** Its place in the thread. */ readonly index: number } | { readonly type: 'fold'; readonly from: number; readonly items: readonly ThreadItem[] };

/**
 * Long threads show their beginning, what is around the step, the first calls that failed, and their end; what lies between is
 * one line that says what it is. `unfolded` says how many of a run that begins at an index were asked for; a run of fewer
 * than `least` items stays open; of failed calls `mostFailed` are shown; `query` is what the user asked, wherever it stands; `from` is the place of the first item in the thread.
 */
export function foldThread(items: readonly ThreadItem[], unfolded: ReadonlyMap<number, number>, { from: start = 0, least = 3, mostFailed = 12, query = null }: { readonly from?: number; readonly least?: number; readonly mostFailed?: number; readonly query?: string | null } = {}): readonly ThreadRun[] {
  const failed = new Set(items.filter((item) => item.type === 'call' && (item.call.status === 'error' || item.call.status === 'blocked')).slice(0, mostFailed));
  const asked = start > 0 ? -1 : questionAt(items, query);
  const firstCurrent = items.findIndex((item) => item.current);
  const keep = (index: number) => (index <= Math.max(0, asked) && index < 3) || index === asked || index >= items.length - 2
    || (firstCurrent >= 0 && index >= firstCurrent - 1 && index <= firstCurrent + 3) || items[index]?.current === true || failed.has(items[index]!);
  const asRun = (item: ThreadItem, index: number): ThreadRun => ({ type: 'item', item, index: start + index });
  const runs: ThreadRun[] = [];
  let index = 0;
  while (index < items.length) {
    const from = index;
    while (index < items.length && !keep(index)) index++;
    const between = items.slice(from, index);
    const shown = between.length < least ? between.length : (unfolded.get(start + from) ?? 0);
    runs.push(...between.slice(0, shown).map((item, at) => asRun(item, from + at)));
    if (shown < between.length) runs.push({ type: 'fold', from: start + from, items: between.slice(shown) });
    const kept = items[index];
    if (kept) runs.push(asRun(kept, index));
    index++;
  }
  return runs;
}

/** Clients tell of files and reminders as the user before they tell what was typed. */
function questionAt(items: readonly ThreadItem[], query: string | null): number {
  const texts = items.map((item) => (item.type === 'message' && item.message.role === 'user' ? saidText(item.message).trim() : ''));
  const at = query === null ? -1 : texts.indexOf(query.trim());
  const said = at >= 0 ? at : texts.findIndex((text) => text !== '');
  return said >= 0 ? said : items.findIndex((item) => item.type === 'message' && item.message.role === 'user');
}

/** "steps 3 to 7: searchOrders, getOrder": where a run of messages lies, and what was called in it. */
export function foldedWords(items: readonly ThreadItem[]): string {
  const steps = items.flatMap(({ step }) => (step === null ? [] : [step]));
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  const where = steps.length === 0 ? '' : first === last ? `step ${first}` : `steps ${first} to ${last}`;
  const tools = [...new Set(items.flatMap((item) => (item.type === 'call' ? [item.call.name] : [])))].slice(0, 12).join(', ');
  return [where, tools].filter((part) => part !== '').join(': ');
}
