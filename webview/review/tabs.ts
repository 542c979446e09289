import { agreementTab } from './agreement/tab.tsx';
import { failureLogTab } from './failureLog/tab.tsx';
import { patternsTab } from './patterns/tab.tsx';
import { queueTab } from './queue/tab.tsx';
import type { ReviewTab } from './tab.ts';
import { taxonomyTab } from './taxonomy/tab.tsx';

/** In the order they are shown in. */
export const tabs: readonly ReviewTab[] = [queueTab, failureLogTab, patternsTab, taxonomyTab, agreementTab];
