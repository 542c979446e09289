import { isJsonMap } from '../../model/json.ts';
import type { NotATrace } from '../notTraces.ts';

/** What Tempo's search answers: which traces there are, without their spans. */
export const tempoSearchResult: NotATrace = {
  detect({ records }) {
    const found = records.some(({ value }) => isJsonMap(value) && Array.isArray(value['traces']) && (value['traces'] as readonly unknown[]).some((each) => isJsonMap(each) && 'traceID' in each && 'rootTraceName' in each && !('spans' in each)));
    return found ? "what Tempo's search answered: it names traces and holds none of their spans. Open one in Grafana and download it, or ask Tempo's API for /api/traces/<trace id>." : undefined;
  },
};
