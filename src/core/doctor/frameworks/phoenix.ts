import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const phoenix: Framework = {
  id: 'phoenix',
  title: 'Phoenix',
  recognise: recogniseBy({ formats: ['phoenix'] }),
  settings: [
    {
      adds: ['feedback'],
      set: 'client.spans.add_span_annotation(span_id="…", annotation_name="user_feedback", annotator_kind="HUMAN", label="thumbs-up")',
      words: 'On the root span. Export the annotations with the spans, or beside them in the same folder.',
    },
  ],
};
