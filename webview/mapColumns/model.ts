import { computed, effect, signal } from '@preact/signals';
import type { ColumnMap, MappedField } from '../../src/core/model/columnMap.ts';
import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { RowsPreview } from '../../src/protocol/importApi.ts';
import type { MapPageApi, MapView, RememberFor } from '../../src/protocol/mapPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf, isCancelled } from '../shared/failure.ts';
import { isMapped, keptMap, withField } from './fields.ts';

export type MapStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
type State = { getState(): unknown; setState(state: object): void };
type Kept = { readonly map: ColumnMap; readonly remember: RememberFor };

/** A person who goes through a list of columns by keys does not want a preview of each. */
const restMs = 150;

export type MapModel = ReturnType<typeof createMapModel>;

/** All that the page knows, and what it may do. */
export function createMapModel(api: Client<MapPageApi>, state: State) {
  const status = signal<MapStatus>({ kind: 'loading' });
  const view = signal<MapView | null>(null);
  const map = signal<ColumnMap>({});
  const rows = signal<Pick<RowsPreview, 'preview' | 'leftOut'> | null>(null);
  const reading = signal(false);
  const previewFailure = signal<Failure | null>(null);
  const remember = signal<RememberFor>('files');
  const importing = signal(false);
  const failure = signal<Failure | null>(null);
  const spoken = signal({ text: '', id: 0 });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  const warnings = computed(() => (rows.value?.preview ?? []).reduce((sum, row) => sum + row.warnings.length, 0));
  const changed = computed(() => JSON.stringify(sorted(map.value)) !== JSON.stringify(sorted(view.value?.guess ?? {})));

  async function open(): Promise<void> {
    status.value = { kind: 'loading' };
    const kept = keptState(state.getState());
    try {
      const next = await api.open(kept === undefined ? {} : { map: kept.map });
      view.value = next;
      map.value = kept?.map ?? next.guess;
      remember.value = next.canRemember ? (kept?.remember ?? 'files') : 'not';
      rows.value = next;
      status.value = { kind: 'open' };
    } catch (error) {
      status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  effect(() => {
    if (status.value.kind === 'open') state.setState({ map: map.value, remember: remember.value } satisfies Kept);
  });

  async function preview(): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    reading.value = true;
    try {
      const next = await api.preview({ map: map.value }, { signal: own.signal });
      if (running !== own) return;
      rows.value = next;
      previewFailure.value = null;
      spoken.value = { text: `${plural(next.preview.length, 'row')} read${warnings.value > 0 ? `, ${plural(warnings.value, 'warning')}` : ''}`, id: spoken.value.id + 1 };
    } catch (error) {
      if (running === own && !isCancelled(error)) previewFailure.value = failureOf(error);
    } finally {
      if (running === own) reading.value = false;
    }
  }

  function changeTo(next: ColumnMap): void {
    map.value = next;
    failure.value = null;
    clearTimeout(timer);
    timer = setTimeout(() => void preview(), restMs);
  }

  return {
    status, view, map, rows, reading, previewFailure, remember, importing, failure, spoken, warnings, changed, open,
    /** What a column most likely is, and nobody has chosen otherwise. */
    isGuessed: (field: MappedField) => map.value[field] !== undefined && map.value[field] === view.value?.guess[field],
    choose: (field: MappedField, column: string | null) => changeTo(withField(map.value, field, column)),
    takeGuess: () => changeTo(view.value?.guess ?? {}),
    clear: () => changeTo({}),
    retryPreview: () => void preview(),
    async import(): Promise<void> {
      if (importing.value || !isMapped(map.value)) return;
      importing.value = true;
      failure.value = null;
      try {
        await api.import({ map: map.value, remember: remember.value });
      } catch (error) {
        if (!isCancelled(error)) failure.value = failureOf(error);
      } finally {
        importing.value = false;
      }
    },
    cancel: () => void api.cancel({}),
    reveal: (line: number) => void api.reveal({ line }).catch((error: unknown) => (failure.value = failureOf(error))),
    /** How many rows the columns were told from. */
    told: computed(() => (view.value === null ? '' : `${view.value.more ? 'the first ' : ''}${formatCount(view.value.rows)} ${view.value.rows === 1 ? 'row' : 'rows'}`)),
  };
}

function sorted(map: ColumnMap): readonly (readonly [string, string | undefined])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

function keptState(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null || !('map' in value)) return undefined;
  const map = keptMap(value.map);
  const remember = 'remember' in value && (value.remember === 'folder' || value.remember === 'not') ? value.remember : 'files';
  return map && { map, remember };
}
