import { excerptOf, mostOfTrace } from '../core/find/excerpt.ts';
import type { Excerpt } from '../core/find/excerpt.ts';
import { placeOfWords, withLooseAccents } from '../core/find/words.ts';
import type { SoughtTerm } from '../core/find/words.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import { searchTermsOf } from '../store/searchText.ts';
import type { BlindReading } from './review/blindReading.ts';
import type { Reads } from './reads.ts';
import { checkTimes, withFormatTitle } from './reads.ts';

const usualLimit = 20;

/** Finds the sentences that hold some words, in all traces. */
export function createTextSearching(store: Store, refresh: () => void, trouble: () => string | null, looked: Reads['looked'], seen: BlindReading['summaries']): Pick<EngineApi, 'searchTexts'> {
  return {
    async searchTexts({ limit = usualLimit, reader, ...query }, call) {
      checkTimes(query);
      await looked(query, call);
      refresh();
      const terms = searchTermsOf(query.text);
      const warning = trouble();
      const { traces, texts, total } = store.findTexts({ ...query, limit, sort: 'newest' }, mostOfTrace);
      const asSeen = seen(reader);
      const hits = traces.flatMap((trace, at) => {
        const found = texts[at] ?? [];
        const steps = found.length === 0 ? [] : (store.readSkeleton(trace.id)?.steps ?? []);
        const said = found.flatMap(({ spanId, text }) => {
          const step = steps.find((each) => each.spanId === spanId);
          return step ? [{ trace: asSeen(withFormatTitle(trace)), step: step.n, name: step.name, ...excerptWith(text, terms) }] : [];
        });
        return said.sort((a, b) => a.step - b.step);
      });
      return { hits: hits.slice(0, limit), traces: total, ...(warning === null ? {} : { warning }) };
    },
  };
}

/** Around the words; of a text so long that they were not looked for up to its end, the beginning. */
function excerptWith(text: string, terms: readonly SoughtTerm[]): Excerpt {
  const loose = withLooseAccents(text);
  const place = placeOfWords(loose, terms);
  const { excerpt, from, to } = excerptOf(loose, place ?? { from: 0, to: 0 });
  const [head, match, tail] = [excerpt.slice(0, from), excerpt.slice(from, to), excerpt.slice(to)].map((part) => part.normalize('NFC')) as [string, string, string];
  return { excerpt: `${head}${match}${tail}`, from: head.length, to: head.length + match.length };
}
