import './review.css';
import { render } from 'preact';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Parsers } from '../../src/protocol/rpc.ts';
import type { ReviewPageApi, ReviewPageEvents } from '../../src/protocol/reviewPage.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { createReviewPage } from './model.ts';
import { ReviewPage } from './ReviewPage.tsx';
import { tabs } from './tabs.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Review';

const { client } = connect<ReviewPageApi>(hostPort, 'page');
const model = createReviewPage(client, vscode, tabs);
// The editor is who sends these.
const eventParsers: Parsers<ReviewPageEvents> = { changed: { parse: (told) => told as Parameters<ReviewPageEvents['changed']>[0] }, show: { parse: (told) => told as Parameters<ReviewPageEvents['show']>[0] }, keysChanged: { parse: (told) => told as Parameters<ReviewPageEvents['keysChanged']>[0] }, act: { parse: (told) => told as Parameters<ReviewPageEvents['act']>[0] } };
serve<ReviewPageEvents>(hostPort, 'pageEvents', model.events, eventParsers, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<ReviewPage model={model} />, root);
void model.open();
