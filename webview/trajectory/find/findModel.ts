import { batch, computed, signal } from '@preact/signals';
import type { FindHit, FindReport } from '../../../src/protocol/readerApi.ts';
import type { FindView } from '../../../src/protocol/trajectoryPage.ts';
import { failureOf } from '../../shared/failure.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Api } from '../model.ts';
import type { Navigation } from '../navigation.ts';
import { countInWords, hitInWords } from './findWords.ts';

/** What is looked for in the trace, what was found, and which hit is shown. The engine searches; nothing has to be open for it. */
export type FindModel = ReturnType<typeof createFind>;

/** Words to mark in what is shown of a step. */
export type Marks = { readonly n: number; readonly texts: readonly string[]; readonly matchCase: boolean; readonly word: boolean };

export const nothingSought: FindView = { text: '', matchCase: false, word: false, regex: false, kind: null, role: null, tool: null, error: false };

const mostHits = 2000;
/** Between two letters nobody reads hits. */
const pauseMs = 60;

const tabOf = { message: 'thread', reasoning: 'thread', arguments: 'call', result: 'call', document: 'documents', attribute: 'raw', error: null, name: null, step: null } as const satisfies Record<FindHit['in'], string | null>;

export function createFind(api: Pick<Api, 'find'>, navigation: Navigation, say: (text: string) => void) {
  const query = signal<FindView>(nothingSought);
  const report = signal<FindReport | null>(null);
  const failure = signal<Failure | null>(null);
  const busy = signal(false);
  /** Which hit is shown; -1 before the first. */
  const at = signal(-1);
  const filtersOpen = signal(false);
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Enter was pressed before there were hits of what is typed now. */
  let awaited: 1 | -1 | undefined;

  const filters = computed(() => {
    const { kind, role, tool, error } = query.value;
    return [kind, role, tool, error || null].filter((each) => each !== null).length;
  });
  /** `#12` and `:12` name a step; null where something is searched for. An empty number is one that is being typed. */
  const jump = computed(() => {
    const typed = /^[#:](\d*)$/u.exec(query.value.text.trim());
    return typed ? { n: typed[1] === '' ? null : Number(typed[1]) } : null;
  });
  const active = computed(() => query.value.text.trim() !== '' || filters.value > 0);
  const hits = computed(() => report.value?.hits ?? []);

  async function search(): Promise<void> {
    timer = undefined;
    running?.abort();
    running = undefined;
    if (!active.value || jump.value) {
      batch(() => {
        report.value = null;
        failure.value = null;
        busy.value = false;
      });
      return;
    }
    const controller = (running = new AbortController());
    const { text, matchCase, word, regex, kind, role, tool, error } = query.value;
    busy.value = true;
    try {
      const found = await api.find({
        text: text.trim() === '' ? '' : text, matchCase, word, regex, limit: mostHits, ...(kind === null ? {} : { kind }), ...(role === null ? {} : { role }), ...(tool === null ? {} : { tool }), ...(error ? { error } : {}),
      }, { signal: controller.signal });
      if (running !== controller) return;
      batch(() => {
        report.value = found;
        failure.value = null;
        busy.value = false;
        at.value = -1;
      });
      if (awaited !== undefined && found.hits.length > 0) show(awaited === 1 ? 0 : found.hits.length - 1);
      else say(found.badPattern ?? countInWords(found, text.trim() !== ''));
      awaited = undefined;
    } catch (error_) {
      if (running !== controller) return;
      batch(() => {
        failure.value = failureOf(error_);
        report.value = null;
        busy.value = false;
      });
    }
  }

  function set(change: Partial<FindView>, soon = false): void {
    query.value = { ...query.value, ...change };
    clearTimeout(timer);
    awaited = undefined;
    if (soon) timer = setTimeout(() => void search(), pauseMs);
    else void search();
  }

  function show(index: number): void {
    const hit = hits.value[index];
    if (!hit) return;
    batch(() => {
      at.value = index;
      const tab = tabOf[hit.in];
      if (tab !== null) navigation.tab.value = tab;
      navigation.goTo(hit.n);
    });
    say(`${index + 1} of ${hits.value.length}: ${hitInWords(hit, navigation.byNumber.value.get(hit.n)?.name ?? '')}`);
  }

  /** Words to mark in the chosen step; of an expression, what it matched. */
  const marks = computed((): Marks | null => {
    const n = navigation.selected.value;
    const { text, regex, matchCase, word } = query.value;
    if (n === null || text.trim() === '' || jump.value) return null;
    const texts = regex ? [...new Set(hits.value.filter((hit) => hit.n === n).map(({ excerpt, from, to }) => excerpt.slice(from, to)))] : [text];
    return texts.length === 0 ? null : { n, texts, matchCase: matchCase || regex, word: word && !regex };
  });

  return {
    query, report, failure, busy, at, hits, filters, filtersOpen, jump, active, marks,
    show, set,
    type: (text: string) => set({ text }, true),
    /** Round the ends. */
    next(by: 1 | -1): void {
      if (timer !== undefined || busy.value) {
        awaited = by;
        return;
      }
      const { length } = hits.value;
      if (length === 0) return;
      show(at.value < 0 ? (by === 1 ? 0 : length - 1) : (at.value + by + length) % length);
    },
    /** Gathers the texts of the trace while the first letters are typed, so that the first search is as fast as the others. */
    prepare(): void {
      if (!active.value) void api.find({ text: '', limit: 1 }).catch(() => undefined);
    },
    /** How it is searched stays. */
    clear(): void {
      set({ text: '', kind: null, role: null, tool: null, error: false });
      at.value = -1;
    },
    again: () => void search(),
    restore(view: FindView | undefined): void {
      if (view) set(view);
    },
  };
}
