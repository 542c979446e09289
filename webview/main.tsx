import './styles/page.css';
import { render } from 'preact';
import { connect, serve } from '../src/protocol/rpc.ts';
import type { TrajectoryPageApi, TrajectoryPageEvents } from '../src/protocol/trajectoryPage.ts';
import { pageEventParsers } from './pageEvents.ts';
import { takePlace } from './firstPlace.ts';
import { failureOf } from './shared/failure.ts';
import { showTextsVisibly } from './shared/visiblePages.ts';
import { registerControls } from './toolkit.ts';
import { createTrajectoryModel } from './trajectory/model.ts';
import { act } from './trajectory/pageKeys.ts';
import { TrajectoryPage } from './trajectory/TrajectoryPage.tsx';
import { offerStepMenu } from './trajectory/tree/stepMenu.ts';
import { createViewMemory } from './trajectory/viewState.ts';
import { hostPort, vscode } from './vscodeApi.ts';

const { client } = connect<TrajectoryPageApi>(hostPort, 'page');
const memory = createViewMemory(vscode, (view) => void client.remember({ view }).catch((error: unknown) => console.error('The view could not be remembered:', failureOf(error).message)));
const model = createTrajectoryModel(client, memory);
serve<TrajectoryPageEvents>(hostPort, 'pageEvents', { ...model.events, act: ({ action }) => (act(model, action), null) }, pageEventParsers, (error) => failureOf(error));

// While this is read, the page makes ready.
const opened = model.open();
registerControls();
offerStepMenu(model.navigation);
showTextsVisibly();
document.documentElement.lang ||= 'en';

const draw = (root: HTMLElement) => render(<TrajectoryPage model={model} />, root);
window.addEventListener('pagehide', () => memory.flush());
void (async () => {
  const early = document.querySelector<HTMLElement>('#page');
  // What the page came with stays until all of it can be drawn.
  if (early) await opened;
  takePlace(early, draw);
  await opened;
})();
