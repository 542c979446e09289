import type { QueueAction } from '../../../src/core/display/reviewKeys.ts';
import type { ReviewTab } from '../tab.ts';
import { act, leave } from './actions.ts';
import { createQueueModel } from './model.ts';
import { QueuePane } from './QueuePane.tsx';
import { QueueProgress } from './QueueProgress.tsx';

export const queueTab: ReviewTab = {
  id: 'queue', title: 'Queue',
  create(page) {
    const model = createQueueModel(page);
    return {
      view: () => <QueuePane model={model} />,
      aside: () => <QueueProgress model={model} />,
      badge() {
        const queue = model.view.value?.queue;
        return queue === undefined || queue.total === 0 ? undefined : queue.left;
      },
      trace: () => model.current.value?.id ?? null,
      refresh: model.refresh,
      // The key table of this tab has no other actions.
      act: (action, digit) => act(model, action as QueueAction, digit),
      leave: () => leave(model),
    };
  },
};
