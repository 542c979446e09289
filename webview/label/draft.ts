import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Label, LabelChange, LabelStatus } from '../../src/core/model/label.ts';

/** The fields of the label form: as the label has them, with what is typed over them and not saved yet. */

export type Fields = {
  readonly class: string; readonly mode: string; readonly note: string; readonly cause: string; readonly fix: string;
  readonly correction: string; readonly wrongWords: string; readonly owner: string; readonly status: '' | LabelStatus;
};

export function fieldsOf(label: Label | null): Fields {
  return {
    class: label?.class?.class ?? '', mode: label?.class?.mode ?? '', note: label?.note ?? '', cause: label?.cause ?? '', fix: label?.fix ?? '',
    correction: label?.correction ?? '', wrongWords: label?.wrongWords ?? '', owner: label?.owner ?? '', status: label?.status ?? '',
  };
}

/** One request for all that was typed; null when nothing differs from the label. A class sets the verdict when there is none. */
export function changeOf(label: Label | null, fields: Fields): LabelChange | null {
  const before = fieldsOf(label);
  const texts = (['note', 'cause', 'fix', 'correction', 'wrongWords', 'owner'] as const).flatMap((name) => (fields[name] === before[name] ? [] : [[name, fields[name]] as const]));
  const classChanged = fields.class !== before.class || fields.mode !== before.mode;
  const chosen = fields.class === '' ? null : { class: fields.class, ...(fields.mode === '' ? {} : { mode: fields.mode }) };
  const change: LabelChange = {
    ...Object.fromEntries(texts),
    ...(classChanged ? { class: chosen } : {}),
    ...(classChanged && chosen && (label?.verdict ?? null) === null ? { verdict: 'fail' as const } : {}),
    ...(fields.status !== before.status && fields.status !== '' ? { status: fields.status } : {}),
  };
  return Object.keys(change).length === 0 ? null : change;
}

export type Draft = ReturnType<typeof createDraft>;

export function createDraft(label: ReadonlySignal<Label | null>) {
  /** What was typed is in the label now, and nothing was typed since. */
  const saved = signal(false);
  const typed = signal<Partial<Fields>>({});
  const fields = computed<Fields>(() => ({ ...fieldsOf(label.value), ...typed.value }));
  return {
    fields,
    saved,
    change: computed(() => changeOf(label.value, fields.value)),
    set<Name extends keyof Fields>(name: Name, value: Fields[Name]): void {
      // A mode belongs to its class.
      saved.value = false;
      typed.value = { ...typed.value, [name]: value, ...(name === 'class' ? { mode: '' } : {}) };
    },
    clear(): void {
      saved.value = false;
      typed.value = {};
    },
    /** What of it was written; what was typed since stays. */
    keep(written: Partial<Fields>): void {
      const left = Object.entries(typed.value).filter(([name, value]) => value !== written[name as keyof Fields]);
      typed.value = Object.fromEntries(left);
      saved.value = left.length === 0;
    },
  };
}
