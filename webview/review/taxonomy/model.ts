import { computed, signal } from '@preact/signals';
import { plural } from '../../../src/core/display/numbers.ts';
import type { ClassNote, ClassNotes, ClassOverview, TaxonomyOverview } from '../../../src/core/model/taxonomyOverview.ts';
import type { TaxonomyEdit, TaxonomyReport } from '../../../src/protocol/taxonomyApi.ts';
import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../../shared/failure.ts';
import type { ReviewPageModel } from '../model.ts';

/** What is being filled in; one at a time. */
export type TaxonomyForm =
  | { readonly kind: 'new'; readonly traces: readonly string[]; readonly from: string | null }
  | { readonly kind: 'edit'; readonly class: string }
  | { readonly kind: 'mode'; readonly class: string }
  | { readonly kind: 'merge'; readonly class: string };

export type TaxonomyModel = ReturnType<typeof createTaxonomy>;

const pageful = 200;

export function createTaxonomy(page: ReviewPageModel) {
  const overview = signal<TaxonomyOverview | null>(null);
  const failure = signal<Failure | null>(null);
  /** The class whose notes are shown; null: those without one. Undefined until it is known what there is. */
  const chosen = signal<string | null | undefined>(undefined);
  const notes = signal<ClassNotes | null>(null);
  const words = signal('');
  const limit = signal(pageful);
  const picked = signal<ReadonlySet<string>>(new Set());
  /** The note that keys are about, by its place. */
  const focused = signal(0);
  const form = signal<TaxonomyForm | null>(null);
  const saving = signal(false);
  const done = signal<string | null>(null);
  const current = computed<ClassOverview | null>(() => overview.value?.classes.find(({ id }) => id === chosen.value) ?? null);
  let asked = 0;
  let last = 0;
  let written: Promise<unknown> = Promise.resolve();
  /** The form that is on its way: a second press saves it no second time. */
  let sent: TaxonomyForm | null = null;

  const shown = (): readonly ClassNote[] => notes.peek()?.notes ?? [];
  const nameOf = (id: string): string => overview.peek()?.classes.find((each) => each.id === id)?.name ?? overview.peek()?.former.find((each) => each.id === id)?.name ?? id;

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const read = await page.api.readTaxonomy({});
      if (mine !== asked) return;
      overview.value = read;
      failure.value = null;
      const before = chosen.peek();
      const wanted = before === undefined ? (page.kept['taxonomyClass'] as string | null | undefined) : before;
      chosen.value = wanted !== undefined && (wanted === null || read.classes.some(({ id }) => id === wanted)) ? wanted : read.unsorted > 0 ? null : (read.classes.find(({ failures }) => failures > 0)?.id ?? null);
      await loadNotes();
    } catch (error) {
      if (mine === asked) failure.value = failureOf(error);
    }
  }

  async function loadNotes(): Promise<void> {
    const wanted = { class: chosen.peek() ?? null, words: words.peek(), limit: limit.peek() };
    const read = await page.api.readNotes(wanted);
    if (wanted.class !== (chosen.peek() ?? null) || wanted.words !== words.peek() || wanted.limit !== limit.peek()) return;
    const places = new Map(read.notes.map(({ trace }, at) => [trace, at]));
    focused.value = placeAfter(places);
    notes.value = read;
    picked.value = new Set([...picked.peek()].filter((trace) => places.has(trace)));
  }

  /** Of the focused note, where it is gone of the next one that is still there, else of the last. */
  function placeAfter(places: ReadonlyMap<string, number>): number {
    if (shown().length === 0) return 0;
    const next = shown().slice(focused.peek()).find(({ trace }) => places.has(trace));
    return next ? places.get(next.trace)! : Math.max(0, places.size - 1);
  }

  async function change(edit: TaxonomyEdit): Promise<TaxonomyReport | null> {
    return perform(() => page.api.editTaxonomy({ edit }));
  }

  /** One after another: what is asked for while a change is written waits for it. */
  function perform(work: () => Promise<TaxonomyReport | null>): Promise<TaxonomyReport | null> {
    const mine = written.then(() => write(work));
    written = mine;
    return mine;
  }

  async function write(work: () => Promise<TaxonomyReport | null>): Promise<TaxonomyReport | null> {
    saving.value = true;
    // Another one may have been opened meanwhile.
    const filled = form.peek();
    try {
      const report = await work();
      page.notice.value = null;
      if (report === null) return null;
      done.value = report.said;
      page.say(report.said);
      // The form closes over the notes that are left: one of them gets the focus then.
      await load();
      if (form.peek() === filled) form.value = null;
      return report;
    } catch (error) {
      page.notice.value = failureOf(error);
      return null;
    } finally {
      saving.value = false;
    }
  }

  /** What keys that sort are about: what is selected, else the focused note. */
  function meant(): readonly string[] {
    if (picked.peek().size > 0) return shown().flatMap(({ trace }) => (picked.peek().has(trace) ? [trace] : []));
    const note = shown()[focused.peek()];
    return note ? [note.trace] : [];
  }

  const model = {
    page, overview, failure, chosen, current, notes, words, picked, focused, form, saving, done, nameOf, change,
    refresh: () => load(),
    choose(id: string | null): void {
      if (chosen.peek() === id) return;
      chosen.value = id;
      notes.value = null;
      picked.value = new Set();
      form.value = null;
      limit.value = pageful;
      [focused.value, last] = [0, 0];
      page.remember({ taxonomyClass: id });
      void page.ask(loadNotes());
    },
    /** Through the list at the left, which begins with notes without a class. */
    stepClass(by: 1 | -1): void {
      const ids = [null, ...(overview.peek()?.classes ?? []).map(({ id }) => id)];
      const at = ids.indexOf(chosen.peek() ?? null);
      model.choose(ids[(at + by + ids.length) % ids.length] ?? null);
    },
    search(text: string): void {
      words.value = text;
      limit.value = pageful;
      void page.ask(loadNotes());
    },
    more(): void {
      limit.value = Math.min(1000, limit.peek() + pageful);
      void page.ask(loadNotes());
    },
    /** @param through all from the last one on, as with Shift */
    pick(at: number, through = false): void {
      const next = new Set(picked.peek());
      if (through) for (const { trace } of shown().slice(Math.min(last, at), Math.max(last, at) + 1)) next.add(trace);
      else {
        const { trace } = shown()[at] ?? {};
        if (trace === undefined) return;
        if (!next.delete(trace)) next.add(trace);
      }
      [last, focused.value, picked.value] = [at, at, next];
    },
    pickAll(): void {
      picked.value = picked.peek().size === shown().length ? new Set() : new Set(shown().map(({ trace }) => trace));
    },
    clear: () => void (picked.value = new Set()),
    async sort(into: string | null): Promise<void> {
      const traces = meant();
      if (traces.length === 0 || (into ?? null) === (chosen.peek() ?? null)) return;
      await change({ kind: 'sort', traces: [...traces], class: into });
    },
    openForm(kind: TaxonomyForm['kind']): void {
      const id = chosen.peek() ?? null;
      if (kind === 'new') form.value = { kind, traces: picked.peek().size > 0 ? meant() : [], from: id };
      else if (id !== null) form.value = { kind, class: id };
    },
    split(): void {
      if (meant().length === 0) return page.say('Select notes first');
      form.value = { kind: 'new', traces: meant(), from: chosen.peek() ?? null };
    },
    async make(name: string, definition: string): Promise<void> {
      const about = form.peek();
      if (about === null || about.kind === 'merge' || about === sent || name.trim() === '') return;
      sent = about;
      const said = { name: name.trim(), definition: definition.trim() };
      if (about.kind === 'edit') await change({ kind: 'describe', class: about.class, ...said });
      else if (about.kind === 'mode') await change({ kind: 'addMode', class: about.class, ...said });
      else {
        const report = await change({ kind: 'addClass', ...said, traces: [...about.traces] });
        // Whoever groups goes on with what is left.
        if (report && about.traces.length === 0 && report.class !== null) model.choose(report.class);
      }
      sent = null;
    },
    async merge(into: string): Promise<void> {
      const about = form.peek();
      if (about?.kind !== 'merge' || about === sent) return;
      sent = about;
      if (await change({ kind: 'merge', class: about.class, into })) model.choose(into);
      sent = null;
    },
    async retire(): Promise<void> {
      const id = chosen.peek() ?? null;
      if (id !== null) await change({ kind: 'retire', class: id });
    },
    async remove(id: string): Promise<void> {
      await change({ kind: 'remove', class: id });
    },
    async restore(id: string): Promise<void> {
      await change({ kind: 'restore', class: id });
    },
    async makeExample(): Promise<void> {
      const id = chosen.peek() ?? null;
      const note = shown()[focused.peek()];
      if (id !== null && note) await change({ kind: 'describe', class: id, exampleTrace: note.trace });
    },
    async undo(redo: boolean): Promise<void> {
      const report = await perform(() => page.api.undoTaxonomyEdit({ redo }));
      if (report === null && page.notice.peek() === null) page.say(redo ? 'Nothing to do again' : 'Nothing of yours to take back here');
    },
    openFocused(): void {
      const note = shown()[focused.peek()];
      if (note && !note.orphan) page.openTrace(note.trace, note.step?.n);
    },
    leave(): boolean {
      if (form.peek()) form.value = null;
      else if (picked.peek().size > 0) model.clear();
      else return false;
      return true;
    },
    whatIsPicked: (): string => plural(picked.value.size, 'note'),
  };
  return model;
}
