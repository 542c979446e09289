import { rmSync } from 'node:fs';
import { keepsFromReading, readSettings } from '../../core/cases/settings.ts';
import { classOf } from '../../core/coverage/caseAbout.ts';
import { plural } from '../../core/display/numbers.ts';
import { classesInUse } from '../../core/model/failureClass.ts';
import type { FailureClass, Taxonomy } from '../../core/model/failureClass.ts';
import type { ClassValue, LabelEvent } from '../../core/model/label.ts';
import type { RedactionRules } from '../../core/redaction/redactor.ts';
import { createRedactor } from '../../core/redaction/redactor.ts';
import { lastChange } from '../../core/review/requests.ts';
import { idFor, isBuiltIn, withClass, withMode, withoutClass } from '../../core/review/taxonomy/edits.ts';
import { createBlindView } from '../../core/review/blind.ts';
import type { SeenTraces } from '../../core/review/blind.ts';
import { classNotes } from '../../core/review/taxonomy/notes.ts';
import { taxonomyOverview } from '../../core/review/taxonomy/overview.ts';
import { UserError } from '../../core/support/errors.ts';
import { finish } from '../../core/support/slices.ts';
import type { Slices } from '../../core/support/slices.ts';
import type { TaxonomyApi, TaxonomyEdit, TaxonomyReport } from '../../protocol/taxonomyApi.ts';
import type { Library } from '../caseLibrary.ts';
import type { Journals, SaidOfTrace } from '../journals.ts';
import type { Workspace } from '../workspace.ts';
import type { Labelled } from './labelled.ts';
import { sortedInto } from './sorting.ts';

/** Changes that can be taken back. */
const mostRemembered = 100;

export type TaxonomySources = {
  readonly workspace: Workspace;
  readonly taxonomy: () => Taxonomy;
  /** With merges read through, and as they are written. */
  readonly journals: Journals;
  readonly written: Pick<Journals, 'labels' | 'traceLabels'>;
  readonly labelled: Labelled;
  readonly library: { read(): Slices<Library> };
  readonly redaction: () => RedactionRules;
  /** How an event names a trace, whether it is imported here or not. */
  readonly named: (trace: string) => LabelEvent['trace'];
  /** Labels of others are hidden from who has not judged a trace. */
  readonly isBlind: () => boolean;
  readonly isHere: (trace: string) => boolean;
};

/** What an edit is to do. A text that is undefined: there is no file. */
type Planned = { readonly said: string; readonly class: string | null; readonly text?: string; readonly sorted: readonly SaidOfTrace[] };
type Texts = { readonly before: string | undefined; readonly after: string };
type Done = { readonly by: string; readonly report: TaxonomyReport; readonly texts: Texts | null; events: readonly LabelEvent[]; undone: boolean };

/** The taxonomy of a workspace. A change of the file and of labels is done as a whole or not at all. */
export function createTaxonomy(sources: TaxonomySources): TaxonomyApi {
  const { workspace, taxonomy, journals, written, labelled, library, redaction, named, isHere, isBlind } = sources;
  const file = workspace.taxonomyFile;
  const blindView = createBlindView();
  let history: Done[] = [];

  function found(id: string): FailureClass {
    const inUse = classesInUse(taxonomy());
    const each = inUse.find((one) => one.id === id);
    if (!each) throw new UserError('no-such-class', `There is no failure class ${id} in use.`, `The classes are ${inUse.map((one) => one.id).join(', ')}.`);
    return each;
  }

  /** In use or not, or named by labels or cases alone. */
  function anyClass(id: string): FailureClass {
    return taxonomy().classes.findLast((each) => each.id === id) ?? (classesInUse(taxonomy()).some((each) => each.id === id) || usesOf(id) === '' ? found(id) : { id });
  }

  /** What names a class: labels of whatever reviewer, as they are written, cases, and classes that were merged into it. */
  function usesOf(id: string): string {
    const traces = [...written.traceLabels().values()].filter(({ label, own }) => [label, ...own].some((each) => each?.class?.class === id)).length;
    const cases = finish(library.read()).cases.filter((each) => classOf(each).class === id).length;
    const merged = taxonomy().classes.filter(({ mergedInto }) => mergedInto === id).length;
    return [[traces, 'labelled trace'], [cases, 'case'], [merged, 'merged class']].flatMap(([count, word]) => (Number(count) > 0 ? [word === 'merged class' && Number(count) > 1 ? `${count} merged classes` : plural(Number(count), String(word))] : [])).join(' and ');
  }

  function sort(traces: readonly string[], by: string, value: ClassValue | null): readonly SaidOfTrace[] {
    const labels = journals.traceLabels();
    return [...new Set(traces)].flatMap((id) => {
      const of = labels.get(id);
      return (of && sortedInto(named(id), of, by, value)) ?? [];
    });
  }

  const clean = (text: string): string => createRedactor(redaction()).text(text);
  const cleaned = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : clean(text.trim()));

  function exampleOf(trace: string): string {
    const { label, own } = journals.traceLabels().get(trace) ?? { label: null, own: [] };
    const note = label?.note || (own.findLast((each) => each.note !== '')?.note ?? '');
    return note === '' ? trace : `${trace}: ${note.replaceAll(/\s+/g, ' ').trim()}`;
  }

  function plan(edit: TaxonomyEdit, by: string, text: string): Planned {
    const known = taxonomy();
    switch (edit.kind) {
      case 'addClass': {
        const name = clean(edit.name);
        const alike = classesInUse(known).find((each) => (each.name ?? each.id).toLowerCase() === name.toLowerCase());
        if (alike) throw new UserError('name-taken', `There is a class ${alike.name ?? alike.id} already.`, 'Sort into that one, or choose another name.');
        const id = idFor(name, new Set([...known.classes.map((each) => each.id), ...classesInUse(undefined).map((each) => each.id), ...[...written.labels().values()].flatMap((label) => label.class?.class ?? [])]));
        const sorted = sort(edit.traces ?? [], by, { class: id });
        return { said: `Made the class ${name}${sorted.length === 0 ? '' : ` of ${plural(sorted.length, 'trace')}`}`, class: id, text: withClass(text, id, { name, definition: cleaned(edit.definition) }), sorted };
      }
      case 'addMode': {
        const of = found(edit.class);
        const name = clean(edit.name);
        const id = idFor(name, new Set((of.modes ?? []).map((mode) => mode.id)));
        const definition = cleaned(edit.definition);
        return { said: `Added the mode ${name} to ${of.name ?? of.id}`, class: of.id, text: withMode(text, of, { id, name, ...(definition === undefined ? {} : { definition }) }), sorted: [] };
      }
      case 'describe': {
        const of = found(edit.class);
        const name = cleaned(edit.name);
        const definition = edit.definition === undefined ? undefined : clean(edit.definition.trim());
        if (edit.mode !== undefined) {
          if (!of.modes?.some(({ id }) => id === edit.mode)) throw new UserError('no-such-class', `${of.id} has no mode ${edit.mode}.`, 'Its modes stand under it.');
          return { said: `Changed the mode ${name ?? edit.mode}`, class: of.id, text: withMode(text, of, { id: edit.mode, ...(name === undefined ? {} : { name }), ...(definition === undefined ? {} : { definition }) }), sorted: [] };
        }
        const example = edit.exampleTrace === undefined ? edit.example : exampleOf(edit.exampleTrace);
        const fields = { ...(name === undefined ? {} : { name }), ...(definition === undefined ? {} : { definition }), ...(example === undefined ? {} : { example: example === null ? undefined : clean(example) }) };
        return { said: `Changed ${name ?? of.name ?? of.id}`, class: of.id, text: withClass(text, of.id, fields), sorted: [] };
      }
      case 'merge': {
        const [of, into] = [anyClass(edit.class), found(edit.into)];
        if (of.id === into.id) throw new UserError('same-class', 'A class cannot be merged into itself.', 'Choose another one.');
        return { said: `Merged ${of.name ?? of.id} into ${into.name ?? into.id}`, class: into.id, text: withClass(text, of.id, { mergedInto: into.id, ...(of.retired ? { retired: undefined } : {}) }), sorted: [] };
      }
      case 'retire': {
        const of = found(edit.class);
        const merged = known.classes.filter(({ mergedInto }) => mergedInto === of.id).map(({ id }) => id);
        if (merged.length > 0) throw new UserError('class-in-use', `${of.name ?? of.id} took over ${merged.join(', ')}: retired, it would leave what carries ${merged.length === 1 ? 'it' : 'them'} in no class.`, 'Merge it into another class instead.');
        return { said: `Retired ${of.name ?? of.id}`, class: null, text: withClass(text, of.id, { retired: true }), sorted: [] };
      }
      case 'restore': {
        const of = anyClass(edit.class);
        return { said: `${of.name ?? of.id} is in use again`, class: edit.class, text: withClass(text, edit.class, { mergedInto: undefined, retired: undefined }), sorted: [] };
      }
      case 'remove': {
        const of = found(edit.class);
        if (isBuiltIn(of.id)) throw new UserError('built-in-name', `${of.name ?? of.id} is built in.`, 'Retire it, so that it is not offered any more, or merge it into another class.');
        const uses = usesOf(of.id);
        if (uses !== '') throw new UserError('class-in-use', `${of.name ?? of.id} cannot be removed: ${uses} would belong to no class.`, 'Merge it into another class, or retire it: what carries it then keeps it.');
        return { said: `Removed ${of.name ?? of.id}`, class: null, text: withoutClass(text, of.id), sorted: [] };
      }
      case 'sort': {
        const of = edit.class === null ? null : found(edit.class);
        if (edit.mode !== undefined && !of?.modes?.some(({ id }) => id === edit.mode)) throw new UserError('no-such-class', `${edit.class ?? 'No class'} has no mode ${edit.mode}.`, 'Leave the mode out.');
        const sorted = sort(edit.traces, by, of && { class: of.id, ...(edit.mode === undefined ? {} : { mode: edit.mode }) });
        if (sorted.length === 0) throw new UserError('nothing-to-label', 'None of these traces is labelled as failed.', 'Label them first.');
        return { said: of ? `Sorted ${plural(sorted.length, 'trace')} into ${of.name ?? of.id}` : `Took ${plural(sorted.length, 'trace')} out of ${sorted.length === 1 ? 'its class' : 'their class'}`, class: of?.id ?? null, sorted };
      }
    }
  }

  function put(text: string | undefined): void {
    if (text === undefined) rmSync(file, { force: true });
    else workspace.write(file, text);
  }

  /** The file first: if the labels cannot be written then, it becomes what it was. */
  function both(texts: Texts | null, labels: () => void): void {
    if (texts) put(texts.after);
    try {
      labels();
    } catch (error) {
      if (texts) put(texts.before);
      throw error;
    }
  }

  /** Without a name one reads as nobody. */
  const readerOf = (by: string | undefined): string | undefined => (by === undefined || by === '' ? by : journals.reviewer(by));

  function seenBy(by: string | undefined): SeenTraces {
    const reader = readerOf(by);
    return reader === undefined || !isBlind() ? { traces: labelled.all(), hidden: 0 } : blindView(labelled.all(), reader);
  }

  /** Events that take back these, with how each trace is named. */
  const undosOf = (events: readonly LabelEvent[]): readonly SaidOfTrace[] =>
    [...Map.groupBy(events, ({ trace }) => trace.id).values()].map((ofTrace) => ({ trace: ofTrace[0]!.trace, bodies: ofTrace.map(({ id }) => ({ kind: 'undo', undoes: id })) }));

  return {
    taxonomy({ by }) {
      const counts = new Map<string, number>();
      for (const { class: value } of written.labels().values()) if (value) counts.set(value.class, (counts.get(value.class) ?? 0) + 1);
      const sentence = journals.trouble();
      const known = taxonomy();
      const { traces, hidden } = seenBy(by);
      return {
        ...taxonomyOverview({ taxonomy: known, labelled: traces, cases: finish(library.read()).cases, written: counts, isHere, by: readerOf(by) }),
        file: workspace.read(file) === undefined ? null : workspace.display(file), hidden, warnings: sentence === null ? [] : [sentence],
      };
    },

    classNotes({ class: id, words = '', offset = 0, limit = 200, by }) {
      return classNotes(seenBy(by).traces, { class: id, words, by: readerOf(by), offset, limit });
    },

    changeTaxonomy({ by, edit }) {
      const reviewer = journals.reviewer(by);
      const before = workspace.read(file);
      const { said, class: id, text, sorted } = plan(edit, reviewer, before ?? '');
      const texts = text === undefined || text === before ? null : { before, after: text };
      if (texts) refuseBroken(texts.after);
      both(texts, () => journals.append(reviewer, sorted));
      const report: TaxonomyReport = { said, class: id, traces: sorted.map(({ trace }) => trace.id) };
      history = [...history.filter((each) => !(each.undone && each.by === reviewer)), { by: reviewer, report, texts, events: sorted.length === 0 ? [] : lastChange(journals.spoken(reviewer)), undone: false }].slice(-mostRemembered);
      return report;
    },

    undoTaxonomy({ by, redo = false }) {
      const reviewer = journals.reviewer(by);
      const mine = history.filter((each) => each.by === reviewer);
      const done = redo ? mine.find(({ undone }) => undone) : mine.findLast(({ undone }) => !undone);
      if (!done) return null;
      const { texts, report } = done;
      const turned = texts && (redo ? texts : { before: texts.after, after: texts.before });
      if (turned && workspace.read(file) !== turned.before) {
        throw new UserError('taxonomy-edited', `${workspace.display(file)} was edited since: “${report.said}” cannot be ${redo ? 'done again' : 'taken back'} from here.`, 'Change it in the file.');
      }
      if (turned) put(turned.after);
      try {
        journals.append(reviewer, undosOf(done.events));
      } catch (error) {
        if (turned) put(turned.before);
        throw error;
      }
      // What takes back is taken back in turn.
      if (done.events.length > 0) done.events = journals.spoken(reviewer).events.slice(-done.events.length);
      done.undone = !redo;
      return { ...report, said: redo ? `Done again: ${report.said}` : `Taken back: ${report.said}` };
    },
  };
}

/** An edit never leaves a file that cannot be read. */
function refuseBroken(text: string): void {
  const [problem] = readSettings('taxonomy', text).problems.filter(keepsFromReading);
  if (problem) throw new UserError('broken-config', `casebook/taxonomy.yaml would not be readable any more: ${problem.message}`, 'Make this change in the file.');
}
