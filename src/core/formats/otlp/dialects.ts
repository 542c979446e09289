import type { Dialect } from './draft.ts';
import { genai } from './genai.ts';
import { openInference } from './openInference.ts';

/** The first one that claims a span reads it. Spans that none claims keep all their attributes as they are. */
export const dialects: readonly Dialect[] = [openInference, genai];
