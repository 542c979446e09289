import { isJsonMap } from '../../model/json.ts';
import type { NotATrace } from '../notTraces.ts';
import { phoenixRowsIn } from '../phoenix/rows.ts';

/** Annotations exported by themselves (FORMATS 3): each names a span, and none the trace of it. */
export const phoenixAnnotations: NotATrace = {
  detect({ records }) {
    const rows = records.flatMap(({ value }) => phoenixRowsIn(value));
    const alone = rows.length > 0 && rows.every(({ is }) => is === 'annotation');
    const flat = records.some(({ value }) => isJsonMap(value) && 'annotation_name' in value && 'annotator_kind' in value);
    return alone || flat ? 'a list of Phoenix annotations without the spans they judge. Put them behind their spans in one file (one JSON value a line), and import that.' : undefined;
  },
};
