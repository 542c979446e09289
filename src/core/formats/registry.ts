import { chat } from './chat.ts';
import { claudeCode } from './claudeCode.ts';
import { flat } from './flat.ts';
import type { Format } from './format.ts';
import { otlp } from './otlp.ts';

/** Most specific first: the first format that knows a sample reads the file. */
export const formats: readonly Format[] = [claudeCode, otlp, flat, chat];
